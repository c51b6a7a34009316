import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ChangeNotice } from '#shared/bridge/changes.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { available, stockState } from '#shared/domain/inventory.ts';

type Level = ChangeNotice['levels'][number];
type StockPage = MethodOutput<'inventory.list'>;
type StockPages = InfiniteData<StockPage, string | null>;

/** Returns the row with a newer level applied; the same row if the level is older or belongs elsewhere. */
export function patchRow(row: StockRow, level: Level): StockRow {
  if (row.itemId !== level.itemId || row.locationId !== level.locationId || level.seq <= row.seq) return row;
  return {
    ...row,
    onHand: level.onHand,
    committed: level.committed,
    unavailable: level.unavailable,
    available: available(level),
    status: stockState(level, row),
    seq: level.seq,
    at: level.at,
  };
}

/** Returns the pages with newer levels applied. Whatever did not change stays the same object, up to the whole. */
export function patchPages(data: StockPages, levels: ReadonlyMap<string, Level>): StockPages {
  let changed = false;
  const pages = data.pages.map((page) => {
    let pageChanged = false;
    const rows = page.rows.map((row) => {
      const level = levels.get(`${row.itemId}:${row.locationId}`);
      const next = level ? patchRow(row, level) : row;
      if (next !== row) pageChanged = true;
      return next;
    });
    if (!pageChanged) return page;
    changed = true;
    return { ...page, rows };
  });
  return changed ? { ...data, pages } : data;
}

/** Applies the levels of a notice to every cached stock list (query keys `['inventory', 'list', …]`). */
export function patchLevels(client: QueryClient, levels: readonly Level[]): void {
  if (levels.length === 0) return;
  const byKey = new Map(levels.map((level) => [`${level.itemId}:${level.locationId}`, level]));
  client.setQueriesData<StockPages>({ queryKey: ['inventory', 'list'] }, (data) =>
    data ? patchPages(data, byKey) : data,
  );
}
