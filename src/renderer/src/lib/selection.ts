import type { ParseKeys } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import type { Permission } from '#shared/protocol/permissions.ts';

/** The most rows that an action gets at a time. */
export const STEP_ROWS = 500;

/** The rows of the stock table that are selected: items at locations. */
export interface SelectedRows {
  /** Which selection it is: equal for equal filters, so that what was begun for it is found again. At most 290 characters. */
  readonly key: string;
  /** How many they were when the action began. */
  readonly count: number;
  /** How many steps of at most STEP_ROWS rows they make. */
  readonly steps: number;
  /** Reads the rows, by SKU, at most STEP_ROWS at a time, until they end or `signal` ends them. */
  readonly read: (signal: AbortSignal) => AsyncGenerator<readonly StockRow[]>;
}

/** What can be done with selected rows. A feature declares it under `selectionActions`. */
export interface SelectionAction {
  readonly id: string;
  readonly label: Extract<ParseKeys, `selection.actions.${string}`>;
  readonly icon: LucideIcon;
  /** Position in the bar, ascending. */
  readonly order: number;
  /** Users without it do not see the action; null for everybody. */
  readonly permission: Permission | null;
  /** Asks what is needed and does it. Shown until `onClose`. */
  readonly dialog: ComponentType<SelectionActionProps>;
}

/** What the dialog of an action gets. */
export interface SelectionActionProps {
  readonly rows: SelectedRows;
  readonly onClose: () => void;
}
