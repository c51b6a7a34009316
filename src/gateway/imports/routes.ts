import { z } from 'zod';
import { ExportRow } from '#shared/domain/export-lines.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { Import, ImportLine, LINE_FILTERS } from '#shared/domain/imports.ts';
import { listLedger } from '../inventory/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listImports, listLines, readImport, readWork } from './queries.ts';
import { lineView } from './view.ts';

const OneImport = z.object({ importId: Id });
const LineQuery = PageQuery.extend({ filter: z.enum(LINE_FILTERS).default('all') });
const LINE_KEY = { schema: z.number(), start: 0, of: ({ line }: ImportLine) => line };
const LedgerQuery = PageQuery.extend({
  from: z.coerce.number().pipe(Timestamp).optional(),
  to: z.coerce.number().pipe(Timestamp).optional(),
});
type LedgerRow = Extract<ExportRow, { kind: 'ledger' }>;
const LEDGER_KEY = {
  schema: z.object({ at: z.number(), seq: z.number(), n: z.number() }),
  start: { at: 0, seq: 0, n: 0 },
  of: ({ movement: { at, seq, n } }: LedgerRow) => ({ at, seq, n }),
};

/** Adds the reads of imports and their lines, and of the whole ledger for exports. */
export const importsRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const tags = ['imports'];

  app.get(
    '/api/v1/imports',
    {
      preParsing: authorise('imports:read'),
      schema: { tags, querystring: PageQuery, response: { 200: pageOf(Import) } },
    },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ createdAt, id }: Import) => ({ at: createdAt, id })),
        (before, limit) => listImports(sql, before, limit),
      ),
  );

  app.get(
    '/api/v1/imports/:importId',
    {
      preParsing: authorise('imports:read'),
      schema: { tags, params: OneImport, response: { 200: Import } },
    },
    async ({ params }) =>
      readImport(sql, params.importId) ?? refuse('unknown_import', {}, { field: 'importId' }),
  );

  app.get(
    '/api/v1/imports/:importId/lines',
    {
      preParsing: authorise('imports:read'),
      schema: { tags, params: OneImport, querystring: LineQuery, response: { 200: pageOf(ImportLine) } },
    },
    async ({ params, query }) => {
      const { importId } = params;
      if (!readImport(sql, importId)) refuse('unknown_import', {}, { field: 'importId' });
      const work = readWork(sql, importId);
      if (!work) return { rows: [], next: null };
      return page<ImportLine, number>(query, LINE_KEY, (after, limit) =>
        listLines(sql, work.k, query.filter, after, limit).map(lineView),
      );
    },
  );

  app.get(
    '/api/v1/inventory/movements',
    {
      preParsing: authorise('inventory:read'),
      schema: { tags: ['inventory'], querystring: LedgerQuery, response: { 200: pageOf(ExportRow) } },
    },
    async ({ query }) => {
      const { from = 0, to = Number.MAX_SAFE_INTEGER } = query;
      const key = { ...LEDGER_KEY, start: { at: from, seq: 0, n: -1 } };
      return page<LedgerRow, typeof key.start>(query, key, (after, limit) =>
        listLedger(sql, after, to, limit).map((row) => ({ kind: 'ledger', ...row })),
      );
    },
  );
};
