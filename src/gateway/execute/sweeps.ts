import type { Logger } from 'pino';
import { AT_ONCE, type Clock, type Executor, type GatewayModule, type Principal } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import { failureFields } from './failure.ts';

/** Shortest pause between sweeps, and between a commit and a sweep, ms. */
const MIN_GAP_MS = 500;
/** Pause between the slices of a sweep that has more to do, ms. */
const SLICE_GAP_MS = 5;
/** Longest pause until the sweeps look again, ms: a clock that was set forward is noticed after that. */
const MAX_PAUSE_MS = 60_000;
/** Pause before a failed sweep is tried again, ms. */
const RETRY_MS = 10_000;

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
  // Monotonic: however the clock is set, sweeps go on.
  let dueAt = Number.POSITIVE_INFINITY;
  let lastRun = Number.NEGATIVE_INFINITY;
  let sweeping = false;
  /** Whether something was committed meanwhile. A command of the same group may have come after the sweep. */
  let missed = false;
  let disposed = false;
  let stopListening: (() => void) | null = null;

  /** Plans a run after a pause, ms, unless one is planned before. */
  function plan(pauseMs: number, gapMs = MIN_GAP_MS): void {
    const now = performance.now();
    const due = Math.max(now + Math.min(pauseMs, MAX_PAUSE_MS), lastRun + gapMs);
    if (disposed || due >= dueAt) return;
    if (timer) clearTimeout(timer);
    dueAt = due;
    timer = setTimeout(() => void run(), Math.max(due - now, 1));
    timer.unref();
  }

  async function run(): Promise<void> {
    timer = null;
    dueAt = Number.POSITIVE_INFINITY;
    lastRun = performance.now();
    sweeping = true;
    missed = false;
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
        next = Math.min(next, clock.now() + RETRY_MS);
      }
    }
    sweeping = false;
    if (next === AT_ONCE) plan(SLICE_GAP_MS, SLICE_GAP_MS);
    else if (Number.isFinite(next)) plan(next - clock.now());
    if (missed) plan(MIN_GAP_MS);
  }

  return {
    start() {
      if (sweeps.length === 0) return;
      stopListening = log.onCommit(() => {
        if (sweeping) missed = true;
        else plan(MIN_GAP_MS);
      });
      plan(0);
    },
    dispose() {
      disposed = true;
      stopListening?.();
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
