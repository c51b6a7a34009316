import { fieldsOf } from '#shared/bridge/forms.ts';
import {
  countResults,
  type FulfilRun,
  isRunOver,
  type RunOrder,
  type RunResult,
  refusedResult,
  resumedRun,
  runsOf,
} from '#shared/domain/fulfil-run.ts';
import { BridgeCallError, bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { newId } from '../../../lib/new-id.ts';
import { isLive, useConnection } from '../../../stores/connection.ts';
import { discardCommand, useOutbox } from '../../../stores/outbox.ts';
import { ownedByUser } from '../../../stores/owned.ts';
import { madeBy } from '../../../stores/session.ts';
import { toast } from '../../../stores/toasts.ts';
import { dropRun, putRun, useFulfilRuns } from './runs.ts';
import { type RunPorts, runOrders } from './steps.ts';

const FORM = 'orders.fulfil_run';
/** How long an order waits for the server's answer before the run goes on without it, ms. */
const ANSWER_MS = 4_000;

/** Ends the runs of the user who leaves; they are kept, and go on when the user is back. */
let fulfilControl = new AbortController();
ownedByUser('fulfilControl', () => {
  fulfilControl.abort();
  fulfilControl = new AbortController();
});

/** Fulfils orders, each by a command of its own, in as many runs as it takes. Resolves once all are kept: they are then done in any case. */
export async function startRuns(orders: readonly RunOrder[], locationId: string | null): Promise<void> {
  const runs = runsOf(orders).map(
    (part): FulfilRun => ({
      ...{ id: newId(), startedAt: gatewayNow(), locationId, orders: part, results: [] },
    }),
  );
  for (const run of runs) await portsOf(run.id).keep(run);
  void takeAll(runs);
}

/** Takes up runs one after the other. */
async function takeAll(runs: readonly FulfilRun[]): Promise<void> {
  for (const run of runs) await take(run.id, run);
}

/** Takes up what was broken off when the window or the console ended. */
export async function resumeRuns(): Promise<void> {
  const { forms } = await bridge.call('forms.list', {});
  for (const { key } of forms.filter(({ type }) => type === FORM)) {
    const { fields } = await bridge.call('forms.form', { type: FORM, key });
    const run = fieldsOf(FORM, fields);
    const known = useFulfilRuns.getState().runs.find((one) => one.key === key);
    if (run === null || known?.active) continue;
    if (isRunOver(run)) putRun({ key, run, active: false });
    else void take(key, resumedRun(run, gatewayNow(), newId));
  }
}

function forget(key: string): Promise<unknown> {
  return bridge.call('forms.save', { type: FORM, key, form: null, ...madeBy() });
}

/** Forgets a run whose results were looked at. */
export async function closeRun(key: string): Promise<void> {
  await forget(key);
  dropRun(key);
}

/** Runs what is left of a run, in one window at a time. */
function take(key: string, run: FulfilRun): Promise<void> {
  const { signal } = fulfilControl;
  const work = async (lock: Lock | null): Promise<void> => {
    // Another window is at it.
    if (lock === null) return;
    try {
      putRun({ key, run, active: true });
      const done = await runOrders(run, portsOf(key), signal);
      if (signal.aborted) return;
      putRun({ key, run: done, active: false });
      // Where all went well, there is nothing to look up later.
      if (countResults(done).accepted === done.orders.length) await forget(key);
    } catch (error) {
      const newest = useFulfilRuns.getState().runs.find((one) => one.key === key)?.run ?? run;
      if (signal.aborted) return;
      putRun({ key, run: newest, active: false });
      // While the console cannot be reached, nothing is decided: the run goes on when it is back.
      if (!isAway(error))
        toast({ id: `fulfil-${key}`, tone: 'crit', title: ({ t }) => t('orders.run.notKept') });
    }
  };
  return navigator.locks.request(`fulfil ${key}`, { ifAvailable: true }, work);
}

function portsOf(key: string): RunPorts {
  return {
    async keep(run) {
      const form = { data: {}, fields: run };
      await bridge.call('forms.save', { type: FORM, key, form, ...madeBy() });
      putRun({ key, run, active: true });
    },
    async send(id, data) {
      try {
        await bridge.call('commands.submit', { id, type: 'orders.fulfil', data, ...madeBy() });
      } catch (error) {
        if (isAway(error) || !(error instanceof BridgeCallError)) throw error;
        return decided(error.error);
      }
      return isLive(useConnection.getState()) ? answerOf(id) : { kind: 'waits' };
    },
  };
}

/** Whether the console could not be reached, so that nobody knows what it did. */
function isAway(error: unknown): boolean {
  return error instanceof BridgeCallError && error.code === 'unavailable';
}

/** An order that was sent before the run was broken off, and has been decided, is done. */
function decided(refusal: Parameters<typeof refusedResult>[0]): RunResult {
  return refusal.code === 'idempotency_conflict' ? { kind: 'accepted' } : refusedResult(refusal);
}

/** Resolves to what the server says to a command; `waits` if it says nothing in time. */
function answerOf(id: string): Promise<RunResult> {
  const answer = Promise.withResolvers<RunResult>();
  const look = (): void => {
    const entry = useOutbox.getState().entries.get(id);
    if (entry?.state === 'settled' || entry?.state === 'sent') answer.resolve({ kind: 'accepted' });
    if (entry?.state !== 'refused') return;
    // The results say it; the shell need not say it again.
    discardCommand(id);
    answer.resolve(decided(entry.error ?? { code: 'internal', message: '' }));
  };
  const timer = setTimeout(() => answer.resolve({ kind: 'waits' }), ANSWER_MS);
  const end = useOutbox.subscribe(look);
  look();
  return answer.promise.finally(() => {
    clearTimeout(timer);
    end();
  });
}
