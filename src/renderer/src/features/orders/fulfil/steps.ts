import { afterOrder, type FulfilRun, nextOfRun, type RunResult } from '#shared/domain/fulfil-run.ts';

/** What a run needs of the window. */
export interface RunPorts {
  /** Makes it durable that an order begins. Rejects if it cannot be kept; then the order is not begun. */
  readonly keep: (run: FulfilRun) => Promise<void>;
  /** Hands a command to the outbox and, while live, waits for the server's answer. */
  readonly send: (id: string, data: Record<string, unknown>) => Promise<RunResult>;
}

/**
 * Fulfils the orders of a run, one after the other, from the one that was begun last, until all are decided or `signal` ends it between
 * two. An order that was sent before is sent again under its id, and leaves once.
 */
export async function runOrders(run: FulfilRun, ports: RunPorts, signal: AbortSignal): Promise<FulfilRun> {
  let current = run;
  for (;;) {
    if (signal.aborted) return current;
    await ports.keep(current);
    const next = nextOfRun(current);
    if (next === null) return current;
    const result = await ports.send(next.id, next.data);
    // Somebody else may have signed in: the outcome is that of the user who left, and the order stands as begun.
    if (signal.aborted) return current;
    current = afterOrder(current, result);
  }
}
