import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { bridge } from '../../../bridge/client.ts';
import { type SelectedRows, STEP_ROWS } from '../../../lib/selection.ts';
import { toast } from '../../../stores/toasts.ts';
import type { StockFilters } from '../filters.ts';
import type { StockPages } from '../table/use-stock-pages.ts';
import {
  countSelected,
  isSelected,
  MAX_CHOSEN,
  NOTHING,
  readSelected,
  rowKey,
  type Selection,
  selectAll,
  setSelected,
} from './selection.ts';

/** Rows that an action reads at once. */
const PAGE = 200;

function keyOf(selection: Selection): string {
  if (selection.kind === 'chosen') return 'chosen';
  const { search, locationId, category, status, archived } = selection.filters;
  return JSON.stringify([locationId, category, status, archived, search]).slice(0, 290);
}

/** Returns a selection of `count` rows as an action gets it: all that match are read when it asks for them. */
export function rowsOf(selection: Selection, count: number): SelectedRows {
  return {
    key: keyOf(selection),
    count,
    steps: Math.ceil(count / STEP_ROWS),
    read: (signal) =>
      readSelected(
        selection,
        (wanted, after) => bridge.call('inventory.list', { ...wanted, after, limit: PAGE }),
        signal,
      ),
  };
}

/** Says that more can only be selected as all that match. */
function sayTooMany(): void {
  toast({
    tone: 'neutral',
    title: ({ t, format }) => t('inventory.selection.many', { formatted: format.integer(MAX_CHOSEN) }),
  });
}

/** The selection of the table, and what changes it. */
export interface SelectionState {
  readonly selection: Selection;
  readonly count: number;
  readonly state: 'none' | 'some' | 'all';
  /** Selects a row or takes it out; with `extend`, all from the last one to this are made like the last one. */
  readonly select: (row: StockRow, index: number, extend: boolean) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  /** The rows as an action gets them. */
  readonly rows: SelectedRows;
}

/** Keeps which rows are selected. All that match end with the filters that they match. */
export function useSelection(pages: StockPages, filters: StockFilters): SelectionState {
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const anchor = useRef<{ readonly index: number; readonly selected: boolean } | null>(null);
  const { search, locationId, category, status, archived } = filters;
  const matching = JSON.stringify([search, locationId, category, status, archived]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when other rows match
  useEffect(() => {
    setSelection((before) => (before.kind === 'all' ? NOTHING : before));
    anchor.current = null;
  }, [matching]);

  const now = useRef({ pages, selection });
  now.current = { pages, selection };
  const put = useCallback((rows: readonly StockRow[], selected: boolean): void => {
    const next = setSelected(now.current.selection, rows, selected);
    if (next === null) sayTooMany();
    else setSelection(next);
  }, []);
  const select = useCallback(
    (row: StockRow, index: number, extend: boolean): void => {
      const from = anchor.current;
      if (!extend || from === null) {
        const selected = !isSelected(now.current.selection, rowKey(row));
        anchor.current = { index, selected };
        put([row], selected);
        return;
      }
      const [first, last] = [Math.min(from.index, index), Math.max(from.index, index)];
      if (last - first >= MAX_CHOSEN) sayTooMany();
      else void now.current.pages.read(first, last).then((rows) => put(rows, from.selected));
    },
    [put],
  );
  const total = pages.total ?? 0;
  const count = countSelected(selection, total);
  return {
    selection,
    count,
    state: count === 0 ? 'none' : count >= total ? 'all' : 'some',
    select,
    selectAll: useCallback(() => setSelection(selectAll(filters)), [filters]),
    clear: useCallback(() => {
      anchor.current = null;
      setSelection(NOTHING);
    }, []),
    rows: useMemo(() => rowsOf(selection, count), [selection, count]),
  };
}
