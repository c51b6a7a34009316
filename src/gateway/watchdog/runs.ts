import {
  addTotals,
  type Difference,
  type Judgement,
  NO_TOTALS,
  sameCounts,
} from '#shared/domain/watchdog.ts';
import { rowQuery, tableOn } from '../db/tables.ts';
import {
  LEDGER_START,
  type LedgerSum,
  type StoredLevel,
  storedLevelsAfter,
  sumIndexed,
  sumTail,
} from '../inventory/index.ts';
import { AT_ONCE, type CommandContext, defineWrite, type Sql } from '../kernel.ts';
import { judgeStored } from './judge.ts';
import { differencesTable, Progress, progressTable, type RunUnderWay } from './tables.ts';

/** How long one slice of a run works, ms; commands get their turn between slices. */
const SLICE_MS = 8;
/** Levels read at a time. */
const PAGE = 50;
/** Movements of a level summed at a time. */
const MOVEMENTS = 1_000;
/** When a new workspace is looked at first, ms after its gateway started. */
const FIRST_RUN_MS = 2 * 60_000;

const KEY = 'progress';
const NOTHING_SUMMED: RunUnderWay['part'] = { ...LEDGER_START, ...NO_TOTALS };

/** Stores how far the run has come. */
export const setProgress = defineWrite('watchdog.progressed', Progress, ({ sql }, progress) => {
  tableOn(sql, progressTable).upsert({}, { key: KEY, value: JSON.stringify(progress) });
});

/** Returns the progress; null before the first start. */
export function readProgress(sql: Sql): Progress | null {
  const row = sql
    .prepare<[string], { value: string }>('SELECT value FROM watchdog_progress WHERE key = ?')
    .get(KEY);
  return row ? Progress.parse(JSON.parse(row.value)) : null;
}

const differenceAt = rowQuery(differencesTable, 'WHERE item_id = ? AND location_id = ?');

/** Returns what was found at a level and is not ended. */
export function readDifference(sql: Sql, itemId: string, locationId: string): Difference | undefined {
  return differenceAt.get(sql, itemId, locationId);
}

/** Returns how many levels differ. */
export function countDifferences(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM differences').get()?.n ?? 0;
}

/** Plans the first run. Idempotent. */
export function planFirstRun(context: CommandContext): void {
  if (readProgress(context.sql) === null)
    context.write(setProgress, { dueAt: context.now + FIRST_RUN_MS, run: null });
}

/** Begins a run, unless one is under way. Returns the id of the run that is under way then. */
export function beginRun(context: CommandContext, trigger: RunUnderWay['trigger']): string {
  const progress = readProgress(context.sql);
  if (progress?.run) return progress.run.id;
  const id = context.newId();
  const run: RunUnderWay = {
    id,
    trigger,
    startedAt: context.now,
    levels: 0,
    movements: 0,
    differences: 0,
    afterLevel: 0,
    part: NOTHING_SUMMED,
  };
  context.write(setProgress, { dueAt: progress?.dueAt ?? context.now, run });
  return id;
}

/** Continues the run under way by one slice, or begins the one that is due. Returns when there is more to do, ms; null for never. */
export function sweepRuns(context: CommandContext): number | null {
  const progress = readProgress(context.sql);
  if (progress === null) return null;
  const { everyMs } = context.config.watchdog;
  if (progress.run === null) {
    if (everyMs === 0) return null;
    const latest = context.now + everyMs;
    // A clock that was set back, or a shorter interval, must not leave the next run where it was.
    if (progress.dueAt > latest) context.write(setProgress, { ...progress, dueAt: latest });
    const dueAt = Math.min(progress.dueAt, latest);
    if (dueAt > context.now) return dueAt;
    beginRun(context, 'schedule');
    return AT_ONCE;
  }
  const run = { ...progress.run };
  if (!continueRun(context, run)) {
    context.write(setProgress, { ...progress, run });
    return AT_ONCE;
  }
  const { id, trigger, startedAt, levels, movements, differences } = run;
  context.emit('watchdog.run_finished', {
    // A clock that was set back must not make a run end before it began.
    run: {
      id,
      trigger,
      startedAt,
      finishedAt: Math.max(startedAt, context.now),
      levels,
      movements,
      differences,
    },
  });
  const dueAt = context.now + everyMs;
  context.write(setProgress, { dueAt, run: null });
  return everyMs === 0 ? null : dueAt;
}

/** Looks at levels for the time of a slice. Returns whether all are done. */
function continueRun(context: CommandContext, run: RunUnderWay): boolean {
  const end = performance.now() + SLICE_MS;
  const tail = sumTail(context.sql);
  for (;;) {
    const page = storedLevelsAfter(context.sql, run.afterLevel, PAGE);
    if (page.length === 0) return true;
    for (const level of page) {
      while (!sumPart(context.sql, run, level)) if (performance.now() >= end) return false;
      check(context, run, level, tail.get(level.id));
      run.afterLevel = level.id;
      run.part = NOTHING_SUMMED;
      run.levels += 1;
      if (performance.now() >= end) return false;
    }
  }
}

/** Adds a part of a level's movements. Returns whether all that are indexed are summed. */
function sumPart(sql: Sql, run: RunUnderWay, level: StoredLevel): boolean {
  const { sum, movements, last } = sumIndexed(sql, level.id, run.part, MOVEMENTS);
  run.part = { ...(last ?? { seq: run.part.seq, n: run.part.n }), ...addTotals(run.part, sum) };
  run.movements += movements;
  return movements < MOVEMENTS;
}

function check(
  context: CommandContext,
  run: RunUnderWay,
  level: StoredLevel,
  tail: LedgerSum | undefined,
): void {
  run.movements += tail?.movements ?? 0;
  const judged = judgeStored(context.sql, level, addTotals(run.part, tail?.sum ?? NO_TOTALS));
  if (judged) run.differences += 1;
  note(context, level, judged);
}

/** Writes what was found at a level, if it is not known yet, or that nothing is wrong any more. */
export function note(
  context: CommandContext,
  { itemId, locationId }: Pick<StoredLevel, 'itemId' | 'locationId'>,
  judged: Judgement | null,
): void {
  const known = readDifference(context.sql, itemId, locationId);
  if (judged) {
    const same =
      known?.kind === judged.kind &&
      sameCounts(known.expected, judged.expected) &&
      sameCounts(known.actual, judged.actual);
    if (!same)
      context.emit('watchdog.difference_found', {
        difference: { ...judged, itemId, locationId, foundAt: context.now },
      });
  } else if (known) context.emit('watchdog.difference_ended', { difference: known, outcome: 'gone' });
}
