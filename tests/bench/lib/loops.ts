import { resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BroadcastChannel } from 'node:worker_threads';
import { z } from 'zod';
import type { WorkerFactory } from '../../../src/main/ports.ts';
import { builtEngine, builtWorkers } from '../../support/workers.ts';

/** How long turns of an event loop took, ms. */
export const Loop = z.object({ longest: z.number(), p99: z.number() });
export type Loop = z.infer<typeof Loop>;

const probe = resolve(import.meta.dirname, 'loop-probe.mjs');

/** The built workers, with a probe in the engine's thread. */
export const probedWorkers: WorkerFactory = {
  ...builtWorkers,
  engine: (workerData) => builtEngine(workerData, ['--import', probe]),
};

/** Starts measuring the probed engine's loop anew: loading the program is one long turn. */
export function resetEngineLoop(): void {
  const channel = new BroadcastChannel('loop-probe');
  channel.postMessage('reset');
  channel.close();
}

/** Returns how long the turns of the probed engine's loop took. */
export async function engineLoop(): Promise<Loop> {
  const channel = new BroadcastChannel('loop-probe');
  const answered = new Promise<unknown>((done) => {
    channel.onmessage = (message) => done(z.object({ data: z.unknown() }).parse(message).data);
  });
  channel.postMessage('read');
  const loop = Loop.parse(await answered);
  channel.close();
  return loop;
}

/** Measures the event loop of this thread; returns a function that returns the result so far. */
export function watchLoop(): () => Loop {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  return () => ({
    longest: Math.max(0, delays.max / 1e6 - 1),
    p99: Math.max(0, delays.percentile(99) / 1e6 - 1),
  });
}

/** The interval of the timer behind the gateway's metric, which it counts, ms. */
const METRICS_RESOLUTION_MS = 10;

/** How late the loops of gateway and engine ran what was due, ms, from a gateway's metrics and a console's diagnostics. */
export async function loopsOf(
  gatewayUrl: string,
  diagnostics: { readonly loopDelay: { readonly p99: number } },
): Promise<{ gatewayLoopP99Ms: number; engineLoopP99Ms: number }> {
  return { gatewayLoopP99Ms: await gatewayLoop(gatewayUrl), engineLoopP99Ms: diagnostics.loopDelay.p99 };
}

/** Returns the 99th percentile of a gateway's event-loop delay since its last report, ms. */
export async function gatewayLoop(gatewayUrl: string): Promise<number> {
  const text = await (await fetch(`${gatewayUrl}/api/monitoring/metrics`)).text();
  const seconds = /^\S*nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1];
  return Math.max(0, Math.round((Number(seconds) * 1000 - METRICS_RESOLUTION_MS) * 10) / 10);
}
