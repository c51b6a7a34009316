import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { useFormat } from '../hooks/use-format.ts';
import type { SelectedRows } from '../lib/selection.ts';
import { StepsDialog, useSteps } from './selection-steps.tsx';

/** What was read of a selection. */
export interface ReadRows {
  readonly rows: readonly StockRow[];
  /** Their items, each once. */
  readonly itemIds: readonly string[];
  /** Whether there are more than were read. */
  readonly more: boolean;
}

/** Reads the selected rows, at most `max`, with progress, and then draws what is done with them. */
export function SelectionReader({
  rows,
  max,
  onClose,
  children,
}: {
  readonly rows: SelectedRows;
  readonly max: number;
  readonly onClose: () => void;
  readonly children: (read: ReadRows) => ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const steps = useSteps(rows);
  const [read, setRead] = useState<ReadRows | null>(null);
  const { start, cancel } = steps;
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the dialog opens
  useEffect(() => {
    const found: StockRow[] = [];
    let shown = true;
    void start(async (step) => {
      found.push(...step);
      if (found.length > max) cancel();
    }).then(() => shown && setRead(readOf(found, max)));
    return () => {
      shown = false;
      cancel();
    };
  }, []);
  if (read !== null && steps.error === null) return children(read);
  return <StepsDialog title={t('selection.reading')} steps={steps} count={rows.count} onClose={onClose} />;
}

function readOf(found: readonly StockRow[], max: number): ReadRows {
  const rows = found.slice(0, max);
  return { rows, itemIds: [...new Set(rows.map(({ itemId }) => itemId))], more: found.length > max };
}

/** Returns the locations of rows with how many of the rows are there, most first. */
export function locationsOf(
  rows: readonly StockRow[],
): readonly { readonly id: string; readonly name: string; readonly rows: number }[] {
  const found = new Map<string, { id: string; name: string; rows: number }>();
  for (const { locationId: id, locationName: name } of rows) {
    const one = found.get(id) ?? { id, name, rows: 0 };
    one.rows += 1;
    found.set(id, one);
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows);
}

/** Returns the choices of a field for the location of selected rows, each with how many of the rows are there. */
export function usePlaceOptions(
  places: ReturnType<typeof locationsOf>,
): readonly { readonly value: string; readonly label: string }[] {
  const { t } = useTranslation();
  const format = useFormat();
  return places.map(({ id, name, rows }) => ({
    value: id,
    label: t('selection.place', { location: name, count: rows, formatted: format.integer(rows) }),
  }));
}

/** Reads the items of the selected rows, closes, and goes on with them: what they are shown in says how many it takes. */
export function SelectionOpener({
  onItems,
  ...reader
}: {
  readonly rows: SelectedRows;
  readonly max: number;
  readonly onClose: () => void;
  readonly onItems: (itemIds: readonly string[], more: boolean) => void;
}): ReactNode {
  return (
    <SelectionReader {...reader}>
      {({ itemIds, more }) => (
        <Once
          run={() => {
            reader.onClose();
            onItems(itemIds, more);
          }}
        />
      )}
    </SelectionReader>
  );
}

function Once({ run }: { readonly run: () => void }): null {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(run, []);
  return null;
}
