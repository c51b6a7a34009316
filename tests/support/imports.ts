import { v7 as uuidv7 } from 'uuid';
import { matchHeader } from '#shared/domain/import-fields.ts';
import type { ImportKind } from '#shared/domain/imports.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';

/** Runs a command. */
export type Send = <T extends CommandType>(type: T, data: CommandData<T>) => unknown;

/** Sends a table with its header as an import, up to the check. Returns the import's id. */
export function sendImport(
  send: Send,
  kind: ImportKind,
  [header = [], ...lines]: readonly (readonly string[])[],
): string {
  const importId = uuidv7();
  const columns = matchHeader(kind, header).flatMap((field, n) =>
    field === null ? [] : [{ field, column: n + 1 }],
  );
  send('imports.start', {
    importId,
    kind,
    file: { name: 'stock.csv', columns, width: header.length, ignored: [], decimal: '.' },
  });
  for (let from = 0; from < lines.length; from += 500)
    send('imports.stage', {
      importId,
      lines: lines.slice(from, from + 500).map((line, n) => ({
        line: from + n + 2,
        width: line.length,
        cells: columns.map(({ column }) => line[column - 1] ?? ''),
      })),
    });
  send('imports.check', { importId, lines: lines.length });
  return importId;
}
