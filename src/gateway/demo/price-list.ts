import { canApply } from '#shared/domain/imports.ts';
import { listImports, readImport } from '../imports/index.ts';
import { listItems } from '../inventory/index.ts';
import { LATEST } from '../paging.ts';
import type { Agenda } from './agenda.ts';
import type { DemoGateway } from './gateway.ts';
import { asMember, colleague } from './personas.ts';

/** The one import of the demo. The same id at each start: it is made once. */
const IMPORT_ID = 'demo-price-list';
const ITEMS = 24;
/** When the file is chosen and when it is applied, after the shop has opened, ms. */
const CHOSEN_MS = 30_000;
const APPLIED_MS = 60_000;

/**
 * A colleague imports a supplier's price list in the shop's first two minutes, so that there is an import to look at and to
 * undo. It sets what items cost, which nothing in the demo depends on.
 */
export function importPriceList(
  { executor, sql }: DemoGateway,
  agenda: Pick<Agenda, 'add'>,
  now: () => number,
): void {
  if (listImports(sql, LATEST, 1).length > 0) return;
  const elif = asMember(colleague(2));
  agenda.add(now() + CHOSEN_MS, async () => {
    await executor.run(elif, now(), (context) => {
      if (readImport(context.sql, IMPORT_ID)) return;
      const items = listItems(context.sql, '', ITEMS);
      const importId = IMPORT_ID;
      const columns = ['sku', 'cost'].map((field, n) => ({ field, column: n + 1 }));
      const file = { name: 'price-list.csv', columns, width: 2, ignored: [], decimal: '.' as const };
      context.dispatch('imports.start', { importId, kind: 'items', file });
      const lines = items.map(({ sku, price }, n) => ({
        line: n + 2,
        width: 2,
        cells: [sku, (Math.round(price * 0.6) / 100).toFixed(2)],
      }));
      context.dispatch('imports.stage', { importId, lines });
      context.dispatch('imports.check', { importId, lines: lines.length });
    });
  });
  agenda.add(now() + APPLIED_MS, async () => {
    await executor.run(elif, now(), (context) => {
      const found = readImport(context.sql, IMPORT_ID);
      if (found && canApply(found))
        context.dispatch('imports.apply', { importId: IMPORT_ID, reason: 'New price list' });
    });
  });
}
