import { create } from 'zustand';
import type { OrderSummary } from '#shared/bridge/orders.ts';
import { MAX_RUN_ORDERS } from '#shared/domain/fulfil-run.ts';
import { ownedByUser } from '../../../stores/owned.ts';

/** A selected order. */
export type Selected = Pick<OrderSummary, 'id' | 'number'>;

interface SelectionStore {
  /** In the order in which they were selected. */
  readonly chosen: ReadonlyMap<string, Selected>;
}

const NONE: SelectionStore = { chosen: new Map() };

/** The orders that are selected in the list. They stay selected when the list moves on. */
export const useOrderSelection = create<SelectionStore>(() => NONE);
ownedByUser('useOrderSelection', () => useOrderSelection.setState(NONE));

/** Selects an order, or no longer. Beyond as many as one run takes, nothing more is selected. */
export function toggleOrder({ id, number }: Selected): void {
  useOrderSelection.setState(({ chosen }) => {
    const next = new Map(chosen);
    if (!next.delete(id) && next.size < MAX_RUN_ORDERS) next.set(id, { id, number });
    return { chosen: next };
  });
}

/** Selects nothing. */
export function clearOrders(): void {
  useOrderSelection.setState(NONE);
}
