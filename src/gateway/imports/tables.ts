import { z } from 'zod';
import { LINE_STATES, LineError, LinePlan } from '#shared/domain/imports.ts';
import { Item, Quantity, Threshold } from '#shared/domain/inventory.ts';
import { importRow } from '#shared/rows/imports.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Imports, written by their events. */
export const importsTable = defineTable(importRow, { name: 'imports', identity: ['id'] });

/** How far the gateway has come, in lines: what the check has found, or the undoing has kept. */
export const Counts = z.strictObject({
  done: z.int(),
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  errors: z.int(),
  differing: z.int(),
  kept: z.int(),
});
export type Counts = z.infer<typeof Counts>;
export const NO_COUNTS: Counts = {
  done: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  errors: 0,
  differing: 0,
  kept: 0,
};

/** What the user decided about lines whose record was changed since. */
export const UndoChoice = z.strictObject({
  changed: z.enum(['keep', 'take_back']),
  except: z.array(z.int()).max(500),
});
export type UndoChoice = z.infer<typeof UndoChoice>;

/** What stands in the place of a line's record; `none` where there is none. */
export const Since = z.union([z.literal('none'), Quantity, Item, Threshold]);
export type Since = z.infer<typeof Since>;

/** A line as the work needs it. */
export const StoredLine = z.object({
  line: z.int(),
  width: z.int(),
  cells: z.array(z.string()),
  state: z.enum(LINE_STATES),
  label: z.string(),
  errors: z.array(LineError).nullable(),
  plan: LinePlan.nullable(),
  since: Since.nullable(),
});
export type StoredLine = z.infer<typeof StoredLine>;

/** What the work has made of a line. */
export const LineResult = z.strictObject({
  line: z.int(),
  state: z.enum(LINE_STATES),
  key: z.string().nullable(),
  label: z.string(),
  errors: z.array(LineError).nullable(),
  plan: LinePlan.nullable(),
  turn: z.int().nullable(),
});
export type LineResult = z.infer<typeof LineResult>;
