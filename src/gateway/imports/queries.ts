import type { Import, LineFilter } from '#shared/domain/imports.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { Counts, importsTable, StoredLine, UndoChoice } from './tables.ts';

const byId = rowQuery(importsTable, 'WHERE id = ?');
const newest = rowQuery(
  importsTable,
  'WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?',
);
const withLines = rowQuery(
  importsTable,
  'WHERE id IN (SELECT import_id FROM import_work) ORDER BY changed_at, id LIMIT ?',
);

/** Imports that may have lines at a time. */
export const MAX_WITH_LINES = 120;

/** Returns an import by id. */
export function readImport(sql: Sql, id: string): Import | undefined {
  return byId.get(sql, id);
}

/** Returns imports, newest first, before a place. */
export function listImports(sql: Sql, before: { at: number; id: string }, limit: number): Import[] {
  return newest.all(sql, before.at, before.id, limit);
}

/** Returns the imports whose lines are kept, the longest unchanged first. */
export function importsWithLines(sql: Sql): Import[] {
  return withLines.all(sql, MAX_WITH_LINES);
}

/** Returns the ids of imports that are older than the newest `most`. */
export function importsBeyond(sql: Sql, most: number, limit: number): string[] {
  return sql
    .prepare<[number, number], { id: string }>(
      'SELECT id FROM imports ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?',
    )
    .all(limit, most)
    .map(({ id }) => id);
}

/** How far the work on an import has come. */
export interface Work {
  readonly k: number;
  readonly staged: number;
  readonly afterLine: number;
  readonly counts: Counts;
  readonly undo: UndoChoice | null;
}

/** Returns the work of an import; undefined once its lines are deleted. */
export function readWork(sql: Sql, importId: string): Work | undefined {
  const row = sql
    .prepare<[string], { k: number; staged: number; afterLine: number; counts: string; undo: string | null }>(
      'SELECT k, staged, after_line AS afterLine, counts, undo FROM import_work WHERE import_id = ?',
    )
    .get(importId);
  if (!row) return undefined;
  const undo = row.undo === null ? null : UndoChoice.parse(JSON.parse(row.undo));
  return { ...row, counts: Counts.parse(JSON.parse(row.counts)), undo };
}

/** Which lines a step of the work takes next. */
export type Take = 'staged' | 'to_apply' | 'applied';

const TAKES: Readonly<Record<Take, string>> = {
  staged: `state = 'staged' AND line > ? ORDER BY line`,
  to_apply: 'turn IS NOT NULL AND ? >= 0 ORDER BY turn, line',
  applied: `state = 'applied' AND line > ? ORDER BY line`,
};

interface LineRow {
  readonly line: number;
  readonly width: number;
  readonly cells: string;
  readonly state: string;
  readonly label: string;
  readonly errors: string | null;
  readonly plan: string | null;
  readonly since: string | null;
}

const COLUMNS = 'line, width, cells, state, label, errors, plan, since';
const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

function toLine({ cells, errors, plan, since, ...row }: LineRow): StoredLine {
  return StoredLine.parse({
    ...row,
    cells: JSON.parse(cells),
    errors: parsed(errors),
    plan: parsed(plan),
    since: parsed(since),
  });
}

/** Returns the next lines for a step of the work, after a line. */
export function takeLines(sql: Sql, k: number, take: Take, after: number, limit: number): StoredLine[] {
  return sql
    .prepare<[number, number, number], LineRow>(
      `SELECT ${COLUMNS} FROM import_lines WHERE import_k = ? AND ${TAKES[take]} LIMIT ?`,
    )
    .all(k, after, limit)
    .map(toLine);
}

const FILTERS: Readonly<Record<LineFilter, string>> = {
  all: '',
  errors: `AND state IN ('error', 'refused')`,
  new: `AND state = 'new'`,
  changed: `AND state = 'changed'`,
  unchanged: `AND state = 'unchanged'`,
  differing: 'AND since IS NOT NULL',
  kept: `AND state = 'kept'`,
};

/** Returns lines of an import for people, after a line. */
export function listLines(
  sql: Sql,
  k: number,
  filter: LineFilter,
  after: number,
  limit: number,
): StoredLine[] {
  return sql
    .prepare<[number, number, number], LineRow>(
      `SELECT ${COLUMNS} FROM import_lines WHERE import_k = ? ${FILTERS[filter]} AND line > ? ORDER BY line LIMIT ?`,
    )
    .all(k, after, limit)
    .map(toLine);
}

/** Returns the line of an import that has a key; undefined if none was checked yet. */
export function lineOfKey(sql: Sql, k: number, key: string): number | undefined {
  return sql
    .prepare<[number, string], { line: number }>(
      'SELECT line FROM import_lines WHERE import_k = ? AND key = ? LIMIT 1',
    )
    .get(k, key)?.line;
}
