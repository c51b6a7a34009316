import type { Logger } from 'pino';
import type { Clock, Executor, GatewayModule, Principal } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { failureFields } from './failure.ts';

/** Shortest pause between sweeps, and between a commit and a sweep, ms. */
const MIN_GAP_MS = 500;
/** Longest delay of a timer (setTimeout takes a signed 32-bit number). */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Runs the modules' sweeps when they are due. */
export interface Sweeper {
  start(): void;
  dispose(): void;
}

/**
 * Creates a sweeper. It has one timer, set for the earliest time a module has asked for. A commit brings it forward, because
 * it may have created something that is due sooner.
 */
export function createSweeper(options: {
  readonly executor: Executor;
  readonly log: EventLog;
  readonly modules: readonly GatewayModule[];
  readonly principal: Principal;
  readonly clock: Clock;
  readonly logger: Logger;
}): Sweeper {
  const { executor, log, clock, logger } = options;
  const sweeps = options.modules.flatMap((module) =>
    module.sweep ? [{ name: module.name, sweep: module.sweep }] : [],
  );
  let timer: NodeJS.Timeout | null = null;
  let dueAt = Number.POSITIVE_INFINITY;
  let lastRun = 0;
  let sweeping = false;
  let disposed = false;
  let stopListening: (() => void) | null = null;

  function plan(at: number): void {
    const due = Math.max(at, lastRun + MIN_GAP_MS);
    if (due >= dueAt) return;
    if (timer) clearTimeout(timer);
    dueAt = due;
    timer = setTimeout(() => void run(), Math.min(Math.max(due - clock.now(), 1), MAX_DELAY_MS));
    timer.unref();
  }

  async function run(): Promise<void> {
    timer = null;
    dueAt = Number.POSITIVE_INFINITY;
    lastRun = clock.now();
    sweeping = true;
    let next = Number.POSITIVE_INFINITY;
    for (const { name, sweep } of sweeps) {
      try {
        const due = await executor.run(options.principal, clock.now(), sweep);
        next = Math.min(next, due ?? Number.POSITIVE_INFINITY);
      } catch (error) {
        logger.error(
          { module: 'execute', code: 'sweep_failed', sweep: name, ...failureFields(error) },
          'a sweep failed; it will be retried',
        );
        next = Math.min(next, clock.now() + 10_000);
      }
    }
    sweeping = false;
    if (Number.isFinite(next) && !disposed) plan(next);
  }

  return {
    start() {
      if (sweeps.length === 0) return;
      stopListening = log.onCommit(() => {
        if (!sweeping) plan(clock.now() + MIN_GAP_MS);
      });
      plan(clock.now());
    },
    dispose() {
      disposed = true;
      stopListening?.();
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
