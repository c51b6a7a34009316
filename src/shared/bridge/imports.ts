import { z } from 'zod';
import { ExportRow } from '../domain/export-lines.ts';
import { Id } from '../domain/ids.ts';
import { IMPORT_KINDS, Import, ImportLine, LINE_FILTERS } from '../domain/imports.ts';
import { method, PageRequest, page, read } from './contract.ts';

/** A page of something that is not cached. `next` is the `after` of the following page; null at the end. */
const serverPage = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row).max(500), next: z.string().max(400).nullable() });
const ServerRequest = {
  after: z.string().max(400).nullable(),
  limit: z.int().min(1).max(500),
} as const;

/** A page of an import's lines. */
export const LinesAnswer = serverPage(ImportLine);
/** A page of the ledger. */
export const MovementsAnswer = serverPage(ExportRow);

/** Methods of imports and exports. */
export const importMethods = {
  /** Newest first. */
  'imports.list': read('imports:read', z.strictObject({ ...PageRequest }), page(Import)),
  'imports.import': read(
    'imports:read',
    z.strictObject({ importId: Id }),
    z.object({ import: Import.nullable() }),
  ),
  /** The lines of an import, read from the server: they are not cached. */
  'imports.lines': method(
    'imports:read',
    z.strictObject({ importId: Id, filter: z.enum(LINE_FILTERS), ...ServerRequest }),
    LinesAnswer,
  ),
  /**
   * Rows for an export, from the cache, which has all of them. `total` counts them. `unavailable` before the inventory has been
   * loaded for the first time.
   */
  'imports.export': read(
    'inventory:read',
    z.strictObject({
      kind: z.enum(IMPORT_KINDS),
      after: z.string().max(400).nullable(),
      limit: z.int().min(1).max(500),
    }),
    page(ExportRow).extend({ total: z.int().min(0) }),
  ),
  /** The ledger, oldest first, read from the server: the cache holds the movements of the last days only. */
  'imports.movements': method(
    'inventory:read',
    z.strictObject({ ...ServerRequest, from: z.int().min(0).nullable() }),
    MovementsAnswer,
  ),
} as const;
