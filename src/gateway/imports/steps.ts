import { changedSince, type Standing } from '#shared/domain/import-plans.ts';
import type { Import, LineError, LineState, WorkingState } from '#shared/domain/imports.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { why } from '#shared/protocol/refusals.ts';
import type { CommandContext } from '../kernel.ts';
import { checkLine } from './check.ts';
import { emitImport } from './events.ts';
import { lineOfKey, takeLines, type Work } from './queries.ts';
import { applyLines, type Effect, type Refused, standingOf, takeBack } from './records.ts';
import type { Counts, LineResult, Since, StoredLine } from './tables.ts';
import { checkLines, compareLines, markLines, setWork } from './writes.ts';

/** How often the progress of one state is told, at most. */
const TOLD = 50;

/**
 * Does the work on the next lines of an import, at most `limit`: movements of one step are one event. The gateway may be killed
 * after any step.
 */
export type Step = (context: CommandContext, found: Import, work: Work, limit: number) => void;

/** Ends a step: writes how far the work has come, and tells it now and then. */
function advance(
  context: CommandContext,
  found: Import,
  work: Work,
  counts: Counts,
  afterLine: number,
): void {
  context.write(setWork, { k: work.k, afterLine, counts });
  const part = (done: number): number => Math.floor((done * TOLD) / Math.max(1, found.total));
  if (part(counts.done) > part(found.done))
    emitImport(context, found, counts.done > 0 ? pick(found, counts) : {});
}

/** The counts of a state as consoles see them. Those of the check stay as they are in later states. */
function pick(found: Import, { done, differing, kept, ...checked }: Counts): Partial<Import> {
  if (found.state === 'checking') return { done, ...checked };
  if (found.state === 'reviewing') return { done, differing };
  return found.state === 'undoing' || found.state === 'reverting' ? { done, kept } : { done };
}

function check(context: CommandContext, found: Import, work: Work, limit: number): void {
  const lines = takeLines(context.sql, work.k, 'staged', work.afterLine, limit);
  if (lines.length === 0) {
    emitImport(context, found, { ...pick(found, work.counts), state: 'ready' });
    return;
  }
  const keys = new Map<string, number>();
  const results: LineResult[] = [];
  const counts = { ...work.counts };
  for (const stored of lines) {
    const result = checkLine(
      context,
      found,
      stored,
      (key) => keys.get(key) ?? lineOfKey(context.sql, work.k, key),
    );
    if (result.key !== null) keys.set(result.key, result.line);
    results.push(result);
    if (result.state === 'new') counts.created += 1;
    else if (result.state === 'changed') counts.changed += 1;
    else if (result.state === 'unchanged') counts.unchanged += 1;
    else counts.errors += 1;
  }
  counts.done += lines.length;
  context.write(checkLines, { k: work.k, results });
  advance(context, found, work, counts, lastOf(lines));
}

function apply(context: CommandContext, found: Import, work: Work, limit: number): void {
  const lines = takeLines(context.sql, work.k, 'to_apply', 0, limit);
  if (lines.length === 0) {
    emitImport(context, found, { state: 'applied', done: found.total });
    return;
  }
  const refused = applyLines(context, effectsOf(lines), causeOf(found));
  const marks = lines.map(({ line }) => markOf(line, refused, 'applied', 'refused'));
  context.write(markLines, { k: work.k, marks });
  const counts = { ...work.counts, done: work.counts.done + lines.length - refused.size };
  const [first] = [...refused.entries()].toSorted(([a], [b]) => a - b);
  if (first === undefined) {
    advance(context, found, work, counts, 0);
    return;
  }
  const [line, error] = first;
  context.write(setWork, { k: work.k, afterLine: 0, counts: { ...counts, done: 0 } });
  const failure = { line, why: error.why ?? why('import_stale', {}) };
  emitImport(context, found, { state: 'reverting', failure, total: counts.done, done: 0 });
}

/** Takes everything back. What somebody else has changed since, or promised to a customer, stays: it is counted and named. */
function revert(context: CommandContext, found: Import, work: Work, limit: number): void {
  const lines = takeLines(context.sql, work.k, 'applied', work.afterLine, limit);
  if (lines.length === 0) {
    const state = found.failure === null ? 'cancelled' : 'failed';
    emitImport(context, found, { state, done: found.total, kept: work.counts.kept });
    return;
  }
  const ours = effectsOf(lines).filter(
    ({ plan }) => plan.kind === 'levels' || !changedSince(plan, standingOf(context, plan)),
  );
  takeBackOr(context, found, work, lines, ours);
}

function review(context: CommandContext, found: Import, work: Work, limit: number): void {
  const lines = takeLines(context.sql, work.k, 'applied', work.afterLine, limit);
  if (lines.length === 0) {
    emitImport(context, found, { state: 'reviewed', done: found.total, differing: work.counts.differing });
    return;
  }
  const since = effectsOf(lines).map(({ line, plan }) => {
    const now = standingOf(context, plan);
    return { line, since: changedSince(plan, now) ? storedStanding(now) : null };
  });
  context.write(compareLines, { k: work.k, since });
  const differing = work.counts.differing + since.filter((one) => one.since !== null).length;
  const counts = { ...work.counts, done: work.counts.done + lines.length, differing };
  advance(context, found, work, counts, lastOf(lines));
}

function undo(context: CommandContext, found: Import, work: Work, limit: number): void {
  const lines = takeLines(context.sql, work.k, 'applied', work.afterLine, limit);
  if (lines.length === 0) {
    emitImport(context, found, { state: 'undone', done: found.total, kept: work.counts.kept });
    return;
  }
  const { changed = 'keep', except = [] } = work.undo ?? {};
  const stays = (line: number): boolean => (changed === 'keep') !== except.includes(line);
  const ours = effectsOf(lines).filter(
    ({ line, plan }) => !(changedSince(plan, standingOf(context, plan)) && stays(line)),
  );
  takeBackOr(context, found, work, lines, ours);
}

/** Takes back the lines that are `ours`, and keeps the others, and those that are refused. */
function takeBackOr(
  context: CommandContext,
  found: Import,
  work: Work,
  lines: readonly StoredLine[],
  ours: readonly Effect[],
): void {
  const refused = takeBack(context, ours, causeOf(found));
  const own = new Set(ours.map(({ line }) => line));
  const marks = lines.map(({ line }) =>
    own.has(line)
      ? markOf(line, refused, 'taken_back', 'kept')
      : { line, state: 'kept' as const, errors: null },
  );
  context.write(markLines, { k: work.k, marks });
  const kept = work.counts.kept + marks.filter(({ state }) => state === 'kept').length;
  advance(
    context,
    found,
    work,
    { ...work.counts, done: work.counts.done + lines.length, kept },
    lastOf(lines),
  );
}

const lastOf = (lines: readonly StoredLine[]): number => lines.at(-1)?.line ?? 0;
const causeOf = ({ id, reason }: Import) => ({ reason, reference: id });
const effectsOf = (lines: readonly StoredLine[]): Effect[] =>
  lines.flatMap(({ line, plan }) => (plan === null ? [] : [{ line, plan }]));
const storedStanding = (now: Standing): Since => now ?? 'none';

function markOf(line: number, refused: Refused, done: LineState, otherwise: LineState) {
  const error = refused.get(line);
  return error === undefined
    ? { line, state: done, errors: null }
    : { line, state: otherwise, errors: [lineErrorOf(error)] };
}

/** A refusal as the error of a line: its code and values. */
function lineErrorOf({ code, why: coded }: ProtocolError): LineError {
  const values = Object.entries(coded?.values ?? {}).flatMap(([name, value]) =>
    typeof value === 'object'
      ? []
      : [[name, typeof value === 'string' ? value.slice(0, 100) : value] as const],
  );
  const problem = coded?.id === 'import_stale' ? 'stale' : 'refused';
  return {
    problem,
    column: null,
    field: null,
    values: { ...Object.fromEntries(values), why: coded?.id ?? code },
  };
}

/** The step of each state in which there is work. */
export const STEPS: Readonly<Record<WorkingState, Step>> = {
  checking: check,
  applying: apply,
  reverting: revert,
  reviewing: review,
  undoing: undo,
};
