import type { BulkRun } from '#shared/domain/bulk-run.ts';
import { resumeAt, stepId } from '#shared/domain/bulk-run.ts';
import { type StaleLine, staleLinesOf } from '#shared/domain/conflicts.ts';
import { MAX_BULK } from '#shared/domain/items.ts';
import type { Refusal } from '../../../i18n/errors.ts';

/** The most conflicts that are shown; of more, the number is said. */
const MAX_CONFLICTS = 200;
/** The most refusals that are kept for the summary. */
const MAX_REFUSALS = 20;

/** What became of a step: on the server, in the outbox, or refused. */
export type StepAnswer =
  | { readonly kind: 'applied' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A field of an item that somebody else has changed meanwhile. */
export interface BulkConflict extends Omit<StaleLine, 'line'> {
  readonly itemId: string;
}

/** How far a run has come, in items. */
export interface BulkState {
  readonly applied: number;
  /** Of steps that were sent before the run was broken off. */
  readonly before: number;
  /** In the outbox: sent when the connection is back. */
  readonly waiting: number;
  readonly refused: number;
  readonly conflicting: number;
  readonly left: number;
  readonly conflicts: readonly BulkConflict[];
  readonly refusals: readonly Refusal[];
}

/** What a run needs. `D` is the data of a step's command. */
export interface BulkPorts<D> {
  /** Reads the items of a step as they stand and makes its command; null where none of them can be changed so. */
  readonly build: (
    itemIds: readonly string[],
  ) => Promise<{ readonly data: D; readonly itemIds: readonly string[] } | null>;
  /** Makes it durable that a step begins. */
  readonly keep: (run: BulkRun) => Promise<void>;
  /** Hands a command to the outbox and waits for the answer. */
  readonly send: (id: string, data: D) => Promise<StepAnswer>;
  readonly newId: () => string;
  readonly onState: (state: BulkState) => void;
}

const NONE: BulkState = {
  applied: 0,
  before: 0,
  waiting: 0,
  refused: 0,
  conflicting: 0,
  left: 0,
  conflicts: [],
  refusals: [],
};

/**
 * Changes items in steps of at most MAX_BULK, one command each, until they end or `signal` ends it between two steps. Items that somebody
 * else has changed are left out and reported; the others of their step are changed.
 */
export async function runBulk<D>(
  ports: BulkPorts<D>,
  itemIds: readonly string[],
  kept: BulkRun | null,
  signal: AbortSignal,
): Promise<BulkState> {
  const runId = kept?.id ?? ports.newId();
  let { from, step } = resumeAt(kept, itemIds);
  let state: BulkState = { ...NONE, before: from, left: itemIds.length - from };
  ports.onState(state);
  while (from < itemIds.length && !signal.aborted) {
    const ids = itemIds.slice(from, from + MAX_BULK);
    const [first = ''] = ids;
    await ports.keep({ id: runId, step, first });
    state = await oneStep(ports, state, ids, stepId(runId, step));
    from += ids.length;
    step += 1;
    state = { ...state, left: itemIds.length - from };
    ports.onState(state);
  }
  return state;
}

/** Sends a step; without those that conflict, if some do. */
async function oneStep<D>(
  ports: BulkPorts<D>,
  state: BulkState,
  ids: readonly string[],
  id: string,
): Promise<BulkState> {
  const built = await ports.build(ids);
  const unfit = ids.length - (built?.itemIds.length ?? 0);
  const before = { ...state, refused: state.refused + unfit };
  if (built === null) return before;
  const answer = await ports.send(id, built.data);
  const stale = answer.kind === 'refused' ? staleLinesOf(answer.refusal.current) : [];
  if (stale.length === 0) return counted(before, answer, built.itemIds.length);
  const conflicts = stale.flatMap(({ line, ...field }) => {
    const itemId = built.itemIds[line];
    return itemId === undefined ? [] : [{ ...field, itemId }];
  });
  const stopped = new Set(conflicts.map(({ itemId }) => itemId));
  const next: BulkState = {
    ...before,
    conflicting: before.conflicting + stopped.size,
    conflicts: [...before.conflicts, ...conflicts].slice(0, MAX_CONFLICTS),
  };
  const others = built.itemIds.filter((itemId) => !stopped.has(itemId));
  // Under an id of its own: the refused command has used up that of the step.
  const again = others.length > 0 ? await ports.build(others) : null;
  if (again === null) return { ...next, refused: next.refused + others.length };
  return counted(next, await ports.send(ports.newId(), again.data), others.length);
}

function counted(state: BulkState, answer: StepAnswer, items: number): BulkState {
  // The same step was sent before the run was broken off, and has been decided.
  if (answer.kind === 'refused' && answer.refusal.code === 'idempotency_conflict')
    return { ...state, before: state.before + items };
  if (answer.kind === 'applied') return { ...state, applied: state.applied + items };
  if (answer.kind === 'waiting') return { ...state, waiting: state.waiting + items };
  return {
    ...state,
    refused: state.refused + items,
    refusals: [...state.refusals, answer.refusal].slice(0, MAX_REFUSALS),
  };
}
