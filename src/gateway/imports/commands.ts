import { IMPORT_FIELDS, missingFields } from '#shared/domain/import-fields.ts';
import {
  cancelled,
  canUndo,
  effective,
  type Import,
  type ImportFile,
  type ImportKind,
  type ImportState,
  MAX_IMPORT_LINES,
} from '#shared/domain/imports.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { emitImport } from './events.ts';
import { importsWithLines, MAX_WITH_LINES, readImport, readWork, type Work } from './queries.ts';
import { NO_COUNTS } from './tables.ts';
import { openWork, setUndo, setWork, stageLines } from './writes.ts';

/** Returns an import that may be worked on. Refuses with `not_found`, and `conflict` where it is in another state. */
function importIn(context: CommandContext, importId: string, ...states: readonly ImportState[]): Import {
  const found = readImport(context.sql, importId);
  if (!found) return refuse('unknown_import', {}, { field: 'importId' });
  if (!states.includes(found.state)) refuse('import_state', {}, { current: found });
  return found;
}

function workOf(context: CommandContext, found: Import): Work {
  return readWork(context.sql, found.id) ?? refuse('import_lines_gone', {}, { current: found });
}

function assertFields(kind: ImportKind, { columns }: ImportFile): void {
  const names = columns.map(({ field }) => field);
  const wrong = names.find(
    (name, n) => names.indexOf(name) !== n || !IMPORT_FIELDS[kind].some((known) => known.name === name),
  );
  const field = wrong ?? missingFields(kind, names)[0];
  if (field !== undefined) refuse('import_fields', { field }, { field: 'file.columns' });
}

/** Starts work on the lines of an import, in a new state. */
function begin(context: CommandContext, found: Import, work: Work, change: Partial<Import>): void {
  context.write(setWork, { k: work.k, afterLine: 0, counts: NO_COUNTS });
  emitImport(context, found, { done: 0, ...change });
}

/** The commands of imports. The work itself is done in slices, by the sweep. */
export const importHandlers: GatewayModule['commands'] = {
  'imports.start': (context, { importId, kind, file }) => {
    const existing = readImport(context.sql, importId);
    if (existing) refuse('duplicate_id', {}, { field: 'importId', current: existing });
    assertFields(kind, file);
    if (importsWithLines(context.sql).length >= MAX_WITH_LINES)
      refuse('imports_many', { max: MAX_WITH_LINES });
    const nothing = { lines: 0, created: 0, changed: 0, unchanged: 0, errors: 0 };
    context.emit('imports.started', {
      import: {
        id: importId,
        kind,
        file,
        state: 'staging',
        by: context.principal.actor,
        reason: '',
        createdAt: context.now,
        changedAt: context.now,
        ...nothing,
        done: 0,
        total: 0,
        differing: 0,
        kept: 0,
        failure: null,
      },
    });
    context.write(openWork, { importId });
    return {};
  },

  'imports.stage': (context, { importId, lines }) => {
    const work = workOf(context, importIn(context, importId, 'staging'));
    if (work.staged + lines.length > MAX_IMPORT_LINES) refuse('import_full', { max: MAX_IMPORT_LINES });
    context.write(stageLines, { k: work.k, lines });
    return {};
  },

  'imports.check': (context, { importId, lines }) => {
    const found = importIn(context, importId, 'staging');
    const work = workOf(context, found);
    if (work.staged !== lines) refuse('import_incomplete', { found: work.staged, expected: lines });
    begin(context, found, work, { state: 'checking', lines, total: lines });
    return {};
  },

  'imports.apply': (context, { importId, reason }) => {
    const found = importIn(context, importId, 'ready');
    const work = workOf(context, found);
    if (found.errors > 0) refuse('import_errors', { errors: found.errors }, { current: found });
    if (effective(found) === 0) refuse('import_nothing', {}, { current: found });
    begin(context, found, work, { state: 'applying', reason, total: effective(found) });
    return {};
  },

  'imports.cancel': (context, { importId }) => {
    const found = importIn(context, importId, 'staging', 'checking', 'ready', 'applying');
    const state = cancelled(found.state);
    if (state === null) return refuse('import_state', {}, { current: found });
    const work = workOf(context, found);
    if (state === 'cancelled') emitImport(context, found, { state });
    else begin(context, found, work, { state, total: work.counts.done });
    return {};
  },

  'imports.review': (context, { importId }) => {
    const found = importIn(context, importId, 'applied', 'reviewed');
    const work = workOf(context, found);
    if (!canUndo(found, context.now)) refuse('import_lines_gone', {}, { current: found });
    begin(context, found, work, { state: 'reviewing', differing: 0, total: effective(found) });
    return {};
  },

  'imports.undo': (context, { importId, reason, changed, except }) => {
    const found = importIn(context, importId, 'reviewed');
    const work = workOf(context, found);
    context.write(setUndo, { k: work.k, undo: { changed, except } });
    begin(context, found, work, { state: 'undoing', reason, kept: 0, total: effective(found) });
    return {};
  },
};
