import { z } from 'zod';
import { CodedText } from './coded-text.ts';
import { Actor, Id, Timestamp } from './ids.ts';
import { Item, Quantity, Threshold } from './inventory.ts';

/** What a file may hold. The ledger is exported only: it is append-only, and follows from what happens. */
export const IMPORT_KINDS = ['items', 'levels', 'thresholds'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** The states of an import. */
export const IMPORT_STATES = [
  /** Its lines arrive. */
  'staging',
  /** Its lines are compared with what there is. Nothing is changed. */
  'checking',
  /** Its author decides. */
  'ready',
  'applying',
  'applied',
  /** What was applied is taken back, because a line was refused or its author cancelled. */
  'reverting',
  'failed',
  'cancelled',
  /** Its lines are compared with what has happened since, before it is undone. */
  'reviewing',
  'reviewed',
  'undoing',
  'undone',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

const NEXT: Readonly<Record<ImportState, readonly ImportState[]>> = {
  staging: ['checking', 'cancelled'],
  checking: ['ready', 'cancelled'],
  ready: ['applying', 'cancelled'],
  applying: ['applied', 'reverting'],
  reverting: ['failed', 'cancelled'],
  applied: ['reviewing'],
  reviewing: ['reviewed'],
  reviewed: ['reviewing', 'undoing'],
  undoing: ['undone'],
  failed: [],
  cancelled: [],
  undone: [],
};

/** Returns whether an import can go from one state to another. */
export function importCanBecome(from: ImportState, to: ImportState): boolean {
  return NEXT[from].includes(to);
}

/** Returns what cancelling makes of an import; null where there is nothing to cancel. What was applied is taken back first. */
export function cancelled(state: ImportState): 'cancelled' | 'reverting' | null {
  if (importCanBecome(state, 'cancelled') && state !== 'reverting') return 'cancelled';
  return state === 'applying' ? 'reverting' : null;
}

/** The states in which the gateway works through the lines. */
export const WORKING_STATES = ['checking', 'applying', 'reverting', 'reviewing', 'undoing'] as const;
export type WorkingState = (typeof WORKING_STATES)[number];

/** Returns whether the gateway works through the lines of an import in this state. */
export function isWorking(state: ImportState): state is WorkingState {
  return (WORKING_STATES as readonly ImportState[]).includes(state);
}

/** Lines of an import at most. */
export const MAX_IMPORT_LINES = 200_000;
/** Size of a file at most, bytes. */
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;
/** Columns of a file at most. */
export const MAX_IMPORT_COLUMNS = 200;
/** Lines of one part at most. */
export const MAX_PART_LINES = 500;
/** Characters of a cell at most; what is longer arrives cut, and is refused as too long. */
export const MAX_CELL = 1_000;

const DAY_MS = 86_400_000;
/** How long the lines of an import are kept after its last change, ms. */
const KEPT_MS: Readonly<Record<ImportState, number>> = {
  staging: DAY_MS,
  checking: DAY_MS,
  ready: DAY_MS,
  applying: Number.POSITIVE_INFINITY,
  reverting: Number.POSITIVE_INFINITY,
  applied: 30 * DAY_MS,
  reviewing: Number.POSITIVE_INFINITY,
  reviewed: 30 * DAY_MS,
  undoing: Number.POSITIVE_INFINITY,
  cancelled: 0,
  failed: DAY_MS,
  undone: DAY_MS,
};

/** Returns until when the lines of an import are kept, ms: without them it can be neither applied nor undone. */
export function linesKeptUntil({ state, changedAt }: Pick<Import, 'state' | 'changedAt'>): number {
  return changedAt + KEPT_MS[state];
}

/** The columns of a file that an import reads, and how its numbers are written. */
export const ImportFile = z.object({
  name: z.string().min(1).max(200),
  /** The fields, in the order in which lines have their cells, with their columns in the file, from 1. */
  columns: z
    .array(z.object({ field: z.string().min(1).max(40), column: z.int().min(1).max(MAX_IMPORT_COLUMNS) }))
    .min(1)
    .max(30),
  /** The columns of its header. */
  width: z.int().min(1).max(MAX_IMPORT_COLUMNS),
  /** Headers of columns that are not imported. */
  ignored: z.array(z.string().max(120)).max(MAX_IMPORT_COLUMNS),
  decimal: z.enum(['.', ',']),
});
export type ImportFile = z.infer<typeof ImportFile>;

const Count = z.int().min(0);

/** An import of a CSV file. */
export const Import = z.object({
  id: Id,
  kind: z.enum(IMPORT_KINDS),
  file: ImportFile,
  state: z.enum(IMPORT_STATES),
  by: Actor,
  /** Why stock, items or thresholds were changed; empty before. */
  reason: z.string().max(200),
  createdAt: Timestamp,
  changedAt: Timestamp,
  lines: Count,
  /** What the check has found: lines that create a record, change one, change nothing, or cannot be applied. */
  created: Count,
  changed: Count,
  unchanged: Count,
  errors: Count,
  /** How far the gateway has come with the work of this state, in lines, and of how many. */
  done: Count,
  total: Count,
  /** Lines whose record was changed again since, as the review has found. */
  differing: Count,
  /** Lines that stay applied: they were to be kept, or stock that is promised does not allow taking them back. */
  kept: Count,
  /** Why it failed: the first line that was refused. */
  failure: z.object({ line: z.int().min(1), why: CodedText }).nullable(),
});
export type Import = z.infer<typeof Import>;

/** Returns the number of lines that change something. */
export function effective({ created, changed }: Pick<Import, 'created' | 'changed'>): number {
  return created + changed;
}

/** Returns whether an import can be applied: checked, without errors, and with something to change. */
export function canApply(found: Pick<Import, 'state' | 'errors' | 'created' | 'changed'>): boolean {
  return found.state === 'ready' && found.errors === 0 && effective(found) > 0;
}

/** Returns whether an import can be undone at `now`, ms, at least in part. */
export function canUndo(found: Pick<Import, 'state' | 'changedAt'>, now: number): boolean {
  return (found.state === 'applied' || found.state === 'reviewed') && now < linesKeptUntil(found);
}

/** Why a line cannot be applied. */
export const LINE_PROBLEMS = [
  'columns',
  'required',
  'needed_for_new',
  'integer',
  'range',
  'long',
  'amount',
  'currency',
  'price_with_currency',
  'status',
  'unknown_item',
  'unknown_location',
  'ambiguous_location',
  'duplicate',
  'below_committed',
  'expected',
  'out_above_low',
  'recover_below_low',
  'over_below_low',
  'barcode_taken',
  'stale',
  'refused',
] as const;
export type LineProblem = (typeof LINE_PROBLEMS)[number];

/** What is wrong with a line, and in which column of the file, from 1; null where it is the line as a whole. */
export const LineError = z.object({
  problem: z.enum(LINE_PROBLEMS),
  column: z.int().min(1).nullable(),
  field: z.string().max(40).nullable(),
  /** What stands there, shortened, and what is expected. */
  values: z.record(z.string().max(20), z.union([z.string().max(100), z.number()])),
});
export type LineError = z.infer<typeof LineError>;

/** What a line does. `before` is what it was checked against, `after` what it makes of it. */
export const LinePlan = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('items'), before: Item.nullable(), after: Item }),
  z.object({
    kind: z.literal('levels'),
    itemId: Id,
    locationId: Id,
    before: Quantity,
    after: Quantity,
    /** What the file expects to be there when it is applied; null where it does not say. */
    expected: Quantity.nullable(),
  }),
  z.object({ kind: z.literal('thresholds'), before: Threshold.nullable(), after: Threshold }),
]);
export type LinePlan = z.infer<typeof LinePlan>;

/** The states of a line. `refused` was found while applying, `kept` while undoing. */
export const LINE_STATES = [
  'staged',
  'error',
  'new',
  'changed',
  'unchanged',
  'applied',
  'refused',
  'taken_back',
  'kept',
] as const;
export type LineState = (typeof LINE_STATES)[number];

/** A field that a line changes. */
export const LineChange = z.object({
  field: z.string().max(40),
  from: z.union([z.string(), z.number()]).nullable(),
  to: z.union([z.string(), z.number()]).nullable(),
  /** What stands there now, where it was changed again since; absent where it was not. */
  now: z.union([z.string(), z.number()]).nullable().optional(),
});
export type LineChange = z.infer<typeof LineChange>;

/** A line of an import, as people see it. `line` is its line in the file, from 1. */
export const ImportLine = z.object({
  line: z.int().min(1),
  state: z.enum(LINE_STATES),
  /** The record that it is about: `SKU · location`. */
  label: z.string().max(500),
  /** The currency of amounts in `changes`; null where there are none. */
  currency: z.string().nullable(),
  errors: z.array(LineError).max(40),
  changes: z.array(LineChange).max(40),
});
export type ImportLine = z.infer<typeof ImportLine>;

/** What a list of lines may be narrowed to. */
export const LINE_FILTERS = ['all', 'errors', 'new', 'changed', 'unchanged', 'differing', 'kept'] as const;
export type LineFilter = (typeof LINE_FILTERS)[number];
