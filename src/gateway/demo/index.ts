import { setTimeout as pause } from 'node:timers/promises';
import { Agenda } from './agenda.ts';
import { begin, catchUp } from './begin.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import { Customers } from './customers.ts';
import type { DemoGateway } from './gateway.ts';
import { startLive } from './live.ts';
import { Load } from './load.ts';
import { createPlanner } from './plan.ts';
import type { DemoState } from './state.ts';

export type { DemoGateway } from './gateway.ts';
export { PERSONAS } from './personas.ts';

export interface DemoOptions {
  /** Which shop: the same seed gives the same shop. A database that has a demo keeps the seed it was begun with. */
  readonly seed: number;
  /** How much faster than at 1 live orders, deliveries and new conversations come; people who chat keep their pace. */
  readonly speed: number;
  /** Instead of the live shop, a steady load of so many events per second. Null for none. */
  readonly rate: number | null;
  /** Days of history before the start; by default 60, and 1 under load. */
  readonly historyDays?: number | undefined;
  /** ms since epoch. */
  readonly now: () => number;
}

/** What a demo does: `idle` where the database holds a shop that is not a demo's, which it then leaves alone. */
export type DemoPhase = 'filling' | 'live' | 'load' | 'idle' | 'stopped';

export interface Demo {
  phase(): DemoPhase;
  /** Events of the load so far, and those left out because the machine could not keep up. */
  load(): { readonly emitted: number; readonly dropped: number };
  /** Settles once the history is written and the demo is live, idle or stopped. */
  readonly ready: Promise<void>;
  /** Ends all timers and listeners; resolved when the last transaction is over. May be called twice. */
  dispose(): Promise<void>;
}

const AGENDA_CAPACITY = 20_000;
const SLICE_MS = 5;
/** After a failure (a full disk, a locked file) the history is tried again so much later, ms. */
const RETRY_MS = 2_000;

/**
 * Starts the demo shop on a gateway. Returns at once; the work goes on in slices of a few ms. On an empty database it makes
 * the team's personas, the catalogue, opening stock and a history, then lets the shop live. On a database that has a demo it
 * goes on where that stopped, however it stopped. In a database with any other data it only adds the personas.
 */
export function startDemo(gateway: DemoGateway, options: DemoOptions): Demo {
  const stop = new AbortController();
  let phase: DemoPhase = 'filling';
  let load: Load | null = null;
  let customers: Customers | null = null;
  const onError = (error: unknown): void => {
    const name = error instanceof Error ? error.name : typeof error;
    gateway.logger?.error(
      {
        module: 'demo',
        code: 'step_failed',
        error: name,
        detail: error instanceof Error ? error.message.slice(0, 200) : '',
      },
      'the demo failed at a step and goes on',
    );
  };
  const agenda = new Agenda({ now: options.now, capacity: AGENDA_CAPACITY, sliceMs: SLICE_MS, onError });

  /** From whatever is in the database to the end of the history. Null when stopped before, or where the demo has no place. */
  async function reachPresent(): Promise<{ state: DemoState; catalogue: Catalogue } | null> {
    while (!stop.signal.aborted) {
      try {
        const historyDays = options.historyDays ?? (options.rate === null ? 60 : 1);
        const state = begin(gateway, { seed: options.seed, historyDays, now: options.now() });
        if (!state) {
          gateway.logger?.warn(
            { module: 'demo', code: 'not_empty' },
            'the database holds a shop of its own: the demo adds nothing to it',
          );
          return null;
        }
        // After the personas, so that somebody can sign in while this reads.
        const catalogue = await loadCatalogue();
        const reached = await catchUp(
          gateway,
          catalogue,
          createPlanner(state.seed, catalogue),
          state,
          () => stop.signal.aborted,
        );
        return stop.signal.aborted ? null : { state: reached, catalogue };
      } catch (error) {
        onError(error);
        await pause(RETRY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  async function run(): Promise<void> {
    const reached = await reachPresent();
    if (stop.signal.aborted) return;
    if (!reached) {
      phase = 'idle';
      return;
    }
    const { catalogue } = reached;
    const state = { current: reached.state };
    const plan = createPlanner(reached.state.seed, catalogue);
    const { now, speed } = options;
    customers = new Customers({ gateway, agenda, speed, now, state });
    customers.start();
    if (options.rate === null) {
      startLive({ gateway, agenda, plan, speed, now, state });
      phase = 'live';
      return;
    }
    load = new Load({ gateway, catalogue, plan, rate: options.rate, now, state, onError });
    load.start();
    phase = 'load';
  }

  const ready = run().catch((error: unknown) => {
    phase = 'idle';
    onError(error);
  });
  return {
    phase: () => phase,
    load: () => ({ emitted: load?.emitted ?? 0, dropped: load?.dropped ?? 0 }),
    ready,
    async dispose() {
      stop.abort();
      phase = 'stopped';
      agenda.dispose();
      customers?.dispose();
      load?.dispose();
      await ready;
      phase = 'stopped';
    },
  };
}
