import { type Import, isWorking, linesKeptUntil } from '#shared/domain/imports.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { emitImport } from './events.ts';
import { importsBeyond, importsWithLines, MAX_WITH_LINES, readImport, readWork } from './queries.ts';
import { STEPS } from './steps.ts';
import { dropLines } from './writes.ts';

/** How long a sweep works on lines, ms, so that other people's commands go on. */
const BUDGET_MS = 4;
/**
 * Lines of the first step of a sweep and of the largest. What follows from a line takes between 0.05 ms and 1 ms (an alert): the
 * first step shows how long.
 */
const LINES = { first: 4, most: 64 } as const;
/** Lines that are deleted in one sweep. */
const DROPPED = 500;
/** Imports that consoles list; older ones are removed. */
const KEPT_IMPORTS = 500;
/** Finished imports whose lines are kept, so that new ones have room. */
const KEPT_WITH_LINES = MAX_WITH_LINES / 2;

/** Works on imports, and deletes the lines of those that are over. Returns when there is more to do, ms. */
export function sweepImports(context: CommandContext): number | null {
  const all = importsWithLines(context.sql);
  const working = all.find(({ state }) => isWorking(state));
  if (working !== undefined) {
    workOn(context, working);
    return AT_ONCE;
  }
  const finished = all.filter(({ state }) => state === 'applied' || state === 'reviewed');
  const crowded = finished[finished.length - 1 - KEPT_WITH_LINES];
  const over = all.find((found) => linesKeptUntil(found) <= context.now) ?? crowded;
  if (over !== undefined) {
    endLines(context, over);
    return AT_ONCE;
  }
  const gone = importsBeyond(context.sql, KEPT_IMPORTS, 100);
  if (gone.length > 0) context.emit('imports.removed', { importIds: gone });
  return all.reduce<number | null>((next, found) => {
    const until = linesKeptUntil(found);
    return Number.isFinite(until) ? Math.min(next ?? until, until) : next;
  }, null);
}

/** Works until the time is up, or the import has come to its next state. */
function workOn(context: CommandContext, found: Import): void {
  const end = performance.now() + BUDGET_MS;
  const author = context.onBehalfOf(found.by);
  let now: Import | undefined = found;
  let limit: number = LINES.first;
  do {
    const work = readWork(context.sql, found.id);
    if (now === undefined || !isWorking(now.state) || work === undefined) return;
    STEPS[now.state](author, now, work, limit);
    limit = Math.min(LINES.most, limit * 2);
    now = readImport(context.sql, found.id);
  } while (performance.now() < end);
}

/** Cancels an import that was left alone, and deletes lines that are not needed any more. */
function endLines(context: CommandContext, found: Import): void {
  const { state } = found;
  if (state === 'staging' || state === 'checking' || state === 'ready') {
    emitImport(context, found, { state: 'cancelled' });
    return;
  }
  const work = readWork(context.sql, found.id);
  if (work !== undefined) context.write(dropLines, { k: work.k, limit: DROPPED });
}
