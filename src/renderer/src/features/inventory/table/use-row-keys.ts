import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { isPlain } from '../../../keyboard/key-press.ts';
import { nextIndex } from '../../../keyboard/list-keys.ts';
import type { StockPages } from './use-stock-pages.ts';
import { rowKey } from './use-stock-table.ts';
import type { VisibleRows } from './use-visible-rows.ts';

/** What `useRowKeys` moves, and through what. */
export interface RowKeysOptions {
  readonly pages: StockPages;
  readonly visible: VisibleRows;
  readonly activeKey: string | null;
  readonly onActive: (row: StockRow) => void;
  readonly onOpen: (row: StockRow) => void;
  /** How many rows Page Up and Page Down move. */
  readonly pageSize: () => number;
  readonly scrollTo: (index: number) => void;
}

/** Moves the chosen row with the keyboard. Returns its index if it is in view, and the table's key listener. */
export function useRowKeys({
  pages,
  visible,
  activeKey,
  onActive,
  onOpen,
  pageSize,
  scrollTo,
}: RowKeysOptions): {
  readonly activeIndex: number | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void;
} {
  const { row: rowAt, count } = pages;
  // The index of the chosen row, remembered while it is scrolled out of view.
  const remembered = useRef(-1);
  // A row that was chosen before it was read; -1 for none.
  const wanted = useRef(-1);
  const activeIndex = [...visible.positions].find(([, position]) => {
    const row = visible.rows[position];
    return row !== undefined && rowKey(row) === activeKey;
  })?.[0];
  if (activeIndex !== undefined) remembered.current = activeIndex;
  else if (activeKey === null && wanted.current < 0) remembered.current = -1;

  useEffect(() => {
    const row = wanted.current < 0 ? undefined : rowAt(wanted.current);
    if (row === undefined) return;
    wanted.current = -1;
    onActive(row);
  }, [rowAt, onActive]);

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' && isPlain(event)) {
      const row = rowAt(remembered.current);
      if (row) onOpen(row);
      return;
    }
    const next = nextIndex(event, remembered.current, count, pageSize());
    if (next === null) return;
    event.preventDefault();
    scrollTo(next);
    remembered.current = next;
    const row = rowAt(next);
    wanted.current = row ? -1 : next;
    if (row) onActive(row);
  };
  return { activeIndex, onKeyDown };
}
