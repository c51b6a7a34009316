import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { importsTable } from './tables.ts';

/** Lists imports, newest first. */
export function importList(reader: Reader, input: MethodInput<'imports.list'>): MethodOutput<'imports.list'> {
  const [at, id] = decodeCursor(input.after, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  const found = reader
    .all<StoredRow>(
      `SELECT ${importsTable.select()} FROM imports WHERE (created_at, id) < (?, ?)
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      at,
      id,
      input.limit + 1,
    )
    .map(importsTable.decode);
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  const next = found.length > input.limit && last ? encodeCursor([last.createdAt, last.id]) : null;
  return { rows, next, asOf: asOf(reader, ['imports']) };
}

/** Returns an import; null where there is none. */
export function oneImport(
  reader: Reader,
  { importId }: MethodInput<'imports.import'>,
): MethodOutput<'imports.import'> {
  const stored = reader.get<StoredRow>(`SELECT ${importsTable.select()} FROM imports WHERE id = ?`, importId);
  return { import: stored ? importsTable.decode(stored) : null };
}
