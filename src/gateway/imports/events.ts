import { type Import, importCanBecome } from '#shared/domain/imports.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Audited, AuditedRecord, CommandContext, Projection, Sql } from '../kernel.ts';
import { readImport } from './queries.ts';
import { importsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const imports = tableOn(sql, importsTable);
  return { imports, remove: imports.remover() };
});

type Written = 'imports.started' | 'imports.changed' | 'imports.progressed';

function record({ sql }: Applying, { data }: EventOf<Written>): void {
  writes(sql).imports.upsert(data.import, {});
}

/** Writes the imports from their events. */
export const importsProjection: Projection = {
  'imports.started': record,
  'imports.changed': record,
  'imports.progressed': record,
  'imports.removed': ({ sql }, { data }) => {
    for (const id of data.importIds) writes(sql).remove(id);
  },
};

/** Emits an import after a change. Throws where it cannot go to the state: that would be a bug in the work. */
export function emitImport(context: CommandContext, before: Import, change: Partial<Import>): Import {
  const after = { ...before, ...change };
  if (after.state === before.state) {
    context.emit('imports.progressed', { import: after });
    return after;
  }
  if (!importCanBecome(before.state, after.state))
    throw new Error(`an import cannot go from ${before.state} to ${after.state}`);
  const changed = { ...after, changedAt: context.now };
  context.emit('imports.changed', { import: changed });
  return changed;
}

function audited(sql: Sql, { import: after }: { readonly import: Import }): AuditedRecord {
  const before = readImport(sql, after.id);
  const shown = ({ kind, file, state, lines, created, changed, errors, kept }: Import) => ({
    kind,
    file: file.name,
    state,
    lines,
    created,
    changed,
    errors,
    kept,
  });
  return { record: `import:${after.id}`, before: before ? shown(before) : null, after: shown(after) };
}

/** Which fields of an import its commands change. What it does to stock is in the ledger, under its id. */
export const importsAudited: Audited = {
  'imports.started': audited,
  'imports.changed': audited,
  // How far the work has come, and what is deleted by age, is nobody's act.
  'imports.progressed': () => [],
  'imports.removed': () => [],
};
