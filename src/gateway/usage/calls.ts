import type { GatewayConfig } from '../config.ts';

/** Calls that were not written yet, by the gateway's configuration: several gateways may run in one process. */
const waiting = new WeakMap<GatewayConfig, { calls: number }>();

function of(config: GatewayConfig): { calls: number } {
  let found = waiting.get(config);
  if (!found) {
    found = { calls: 0 };
    waiting.set(config, found);
  }
  return found;
}

/** Counts a call over REST. Until the next sweep it is in memory only: a kill loses the calls of a minute at most. */
export function countCall(config: GatewayConfig): void {
  of(config).calls += 1;
}

/** Returns the calls that were not written yet. */
export function waitingCalls(config: GatewayConfig): number {
  return of(config).calls;
}

/** Forgets calls that are written. */
export function writtenCalls(config: GatewayConfig, calls: number): void {
  of(config).calls -= calls;
}
