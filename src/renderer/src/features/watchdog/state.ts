import type { MethodOutput } from '#shared/bridge/index.ts';

/** What the watchdog found. */
export type WatchdogState = MethodOutput<'watchdog.state'>;

/** A difference with the names of its item and location. */
export type NamedDifference = WatchdogState['differences'][number];
