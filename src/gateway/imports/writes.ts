import { z } from 'zod';
import { LINE_STATES, LineError } from '#shared/domain/imports.ts';
import { defineWrite } from '../kernel.ts';
import { Counts, LineResult, NO_COUNTS, Since, UndoChoice } from './tables.ts';

const Key = z.int();
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Makes room for the lines of an import. */
export const openWork = defineWrite(
  'imports.work_opened',
  z.strictObject({ importId: z.string() }),
  ({ sql }, { importId }) => {
    sql
      .prepare<[string, string]>(
        'INSERT INTO import_work (import_id, staged, after_line, counts) VALUES (?, 0, 0, ?)',
      )
      .run(importId, JSON.stringify(NO_COUNTS));
  },
);

/** Adds lines that are not there yet. */
export const stageLines = defineWrite(
  'imports.lines_staged',
  z.strictObject({
    k: Key,
    lines: z.array(z.strictObject({ line: z.int(), width: z.int(), cells: z.array(z.string()) })),
  }),
  ({ sql }, { k, lines }) => {
    const insert = sql.prepare<[number, number, number, string]>(
      `INSERT OR IGNORE INTO import_lines (import_k, line, width, cells, state, label) VALUES (?, ?, ?, ?, 'staged', '')`,
    );
    let added = 0;
    for (const { line, width, cells } of lines)
      added += insert.run(k, line, width, JSON.stringify(cells)).changes;
    sql.prepare<[number, number]>('UPDATE import_work SET staged = staged + ? WHERE k = ?').run(added, k);
  },
);

/** Writes what the check has made of lines. */
export const checkLines = defineWrite(
  'imports.lines_checked',
  z.strictObject({ k: Key, results: z.array(LineResult) }),
  ({ sql }, { k, results }) => {
    // What the cells say is in the plan, or in the errors.
    const update = sql.prepare<unknown[]>(
      `UPDATE import_lines SET state = ?, key = ?, label = ?, errors = ?, plan = ?, turn = ?, cells = '[]'
       WHERE import_k = ? AND line = ?`,
    );
    for (const { line, state, key, label, errors, plan, turn } of results)
      update.run(state, key, label, json(errors), json(plan), turn, k, line);
  },
);

/** Writes that lines were applied, taken back, kept or refused. */
export const markLines = defineWrite(
  'imports.lines_marked',
  z.strictObject({
    k: Key,
    marks: z.array(
      z.strictObject({
        line: z.int(),
        state: z.enum(LINE_STATES),
        errors: z.array(LineError).nullable(),
      }),
    ),
  }),
  ({ sql }, { k, marks }) => {
    const update = sql.prepare<unknown[]>(
      'UPDATE import_lines SET state = ?, errors = ?, turn = NULL WHERE import_k = ? AND line = ?',
    );
    for (const { line, state, errors } of marks) update.run(state, json(errors), k, line);
  },
);

/** Writes what stands in the place of lines that were changed since; null for those that were not. */
export const compareLines = defineWrite(
  'imports.lines_compared',
  z.strictObject({ k: Key, since: z.array(z.strictObject({ line: z.int(), since: Since.nullable() })) }),
  ({ sql }, { k, since }) => {
    const update = sql.prepare<unknown[]>(
      'UPDATE import_lines SET since = ? WHERE import_k = ? AND line = ? AND since IS NOT ?',
    );
    for (const { line, since: now } of since) update.run(json(now), k, line, json(now));
  },
);

/** Writes how far the work has come. */
export const setWork = defineWrite(
  'imports.work_advanced',
  z.strictObject({ k: Key, afterLine: z.int(), counts: Counts }),
  ({ sql }, { k, afterLine, counts }) => {
    sql
      .prepare<[number, string, number]>('UPDATE import_work SET after_line = ?, counts = ? WHERE k = ?')
      .run(afterLine, JSON.stringify(counts), k);
  },
);

/** Writes what is to become of lines that were changed since. */
export const setUndo = defineWrite(
  'imports.undo_chosen',
  z.strictObject({ k: Key, undo: UndoChoice }),
  ({ sql }, { k, undo }) => {
    sql.prepare<[string, number]>('UPDATE import_work SET undo = ? WHERE k = ?').run(JSON.stringify(undo), k);
  },
);

/** Deletes a slice of an import's lines, and the room for them after the last. */
export const dropLines = defineWrite(
  'imports.lines_dropped',
  z.strictObject({ k: Key, limit: z.int() }),
  ({ sql }, { k, limit }) => {
    const { changes } = sql
      .prepare<[number, number, number]>(
        `DELETE FROM import_lines WHERE import_k = ?
         AND line IN (SELECT line FROM import_lines WHERE import_k = ? ORDER BY line LIMIT ?)`,
      )
      .run(k, k, limit);
    if (changes < limit) sql.prepare<[number]>('DELETE FROM import_work WHERE k = ?').run(k);
  },
);
