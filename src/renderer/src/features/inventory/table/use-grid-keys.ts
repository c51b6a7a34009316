import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { isPlain } from '../../../keyboard/key-press.ts';
import { moveIndex } from '../../../keyboard/list-keys.ts';
import { listPress } from '../../../stores/shortcuts.ts';
import type { CursorColumn } from './table-rows.tsx';

/** What the keys of the grid move and do. */
export interface GridKeysOptions {
  readonly count: number;
  readonly rowAt: (index: number) => StockRow | undefined;
  /** The index of the row with the cursor; -1 for none. */
  readonly index: number;
  readonly column: CursorColumn;
  readonly columns: readonly CursorColumn[];
  readonly onMove: (row: StockRow, index: number) => void;
  readonly onColumn: (column: CursorColumn) => void;
  readonly onOpen: (row: StockRow, index: number) => void;
  readonly onEdit: (row: StockRow, index: number) => void;
  readonly onSelect: (row: StockRow, index: number, extend: boolean) => void;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  /** How many rows Page Up and Page Down move. */
  readonly pageSize: () => number;
  readonly scrollTo: (index: number) => void;
}

const VERTICAL: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']);

/**
 * The keys of the grid: arrows, Page Up and Page Down, Home and End move the cursor; Space selects, with Shift up to the cursor;
 * Enter edits what is on hand, or opens the item; F2 edits; Ctrl A selects all that match; Esc selects nothing.
 */
export function useGridKeys(options: GridKeysOptions): (event: KeyboardEvent<HTMLElement>) => void {
  const { rowAt, onMove, scrollTo } = options;
  // A row that was moved to before it was read; -1 for none.
  const wanted = useRef(-1);
  const at = useRef(options.index);
  if (options.index >= 0 || wanted.current < 0) at.current = options.index;
  useEffect(() => {
    const row = wanted.current < 0 ? undefined : rowAt(wanted.current);
    if (row === undefined) return;
    const index = wanted.current;
    wanted.current = -1;
    onMove(row, index);
  }, [rowAt, onMove]);

  const move = (next: number): void => {
    scrollTo(next);
    at.current = next;
    const row = rowAt(next);
    wanted.current = row ? -1 : next;
    if (row) onMove(row, next);
  };

  const acts = (event: KeyboardEvent<HTMLElement>, row: StockRow | undefined): boolean => {
    const index = at.current;
    if (event.key === 'Escape' && isPlain(event)) {
      options.onClear();
      return false;
    }
    if (row === undefined) return false;
    if (event.key === ' ' && (isPlain(event) || event.shiftKey)) options.onSelect(row, index, event.shiftKey);
    else if (event.key === 'F2' && isPlain(event)) options.onEdit(row, index);
    else if (event.key === 'Enter' && isPlain(event)) {
      if (options.column === 'onHand') options.onEdit(row, index);
      else if (options.column === 'select') options.onSelect(row, index, false);
      else options.onOpen(row, index);
    } else return false;
    return true;
  };

  return (event) => {
    if (event.target !== event.currentTarget) return;
    if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      options.onSelectAll();
      return;
    }
    if (acts(event, rowAt(at.current))) {
      event.preventDefault();
      return;
    }
    const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (sideways !== 0 && isPlain(event)) {
      const next = options.columns[options.columns.indexOf(options.column) + sideways];
      if (next !== undefined) options.onColumn(next);
      event.preventDefault();
      return;
    }
    const extend = event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isPlain(event) && !(extend && VERTICAL.has(event.key))) return;
    const before = at.current;
    const next = moveIndex(listPress(event).key, before, options.count, options.pageSize());
    if (next === null) return;
    event.preventDefault();
    move(next);
    const row = rowAt(next);
    if (extend && row) options.onSelect(row, next, true);
  };
}
