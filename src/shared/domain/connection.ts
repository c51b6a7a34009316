import { z } from 'zod';

/** The states of the connection to the gateway. */
export const CONNECTION_STATES = [
  'offline',
  'connecting',
  'catching-up',
  'live',
  'paused',
  'unauthorised',
] as const;
export const ConnectionState = z.enum(CONNECTION_STATES);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** An input of the connection's state machine. `refused`: the server rejected the handshake's token or version. */
export type ConnectionSignal =
  | 'connect'
  | 'opened'
  | 'caught_up'
  | 'lost'
  | 'refused'
  | 'pause'
  | 'resume'
  | 'sign_out';

const NEXT: Readonly<Record<ConnectionState, Partial<Record<ConnectionSignal, ConnectionState>>>> = {
  offline: { connect: 'connecting', pause: 'paused', refused: 'unauthorised' },
  connecting: {
    opened: 'catching-up',
    lost: 'offline',
    refused: 'unauthorised',
    pause: 'paused',
    sign_out: 'offline',
  },
  'catching-up': {
    caught_up: 'live',
    lost: 'offline',
    refused: 'unauthorised',
    pause: 'paused',
    sign_out: 'offline',
  },
  live: {
    opened: 'catching-up',
    lost: 'offline',
    refused: 'unauthorised',
    pause: 'paused',
    sign_out: 'offline',
  },
  paused: { resume: 'connecting', sign_out: 'offline' },
  unauthorised: { connect: 'connecting', sign_out: 'offline', pause: 'paused' },
};

/** Returns the state after a signal. Signals that do not apply to a state leave it unchanged. */
export function nextConnectionState(state: ConnectionState, signal: ConnectionSignal): ConnectionState {
  return NEXT[state][signal] ?? state;
}

/** The longest delay before the first reconnection attempt. */
export const BACKOFF_BASE_MS = 500;
/** The longest delay before any attempt. */
export const BACKOFF_CAP_MS = 30_000;

/**
 * Returns the delay in ms before reconnection attempt `attempt` (counted from 0), with full jitter:
 * `random · min(cap, base · 2^attempt)`, where `random` is uniform in [0, 1).
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffDelay(
  attempt: number,
  random: number,
  baseMs = BACKOFF_BASE_MS,
  capMs = BACKOFF_CAP_MS,
): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(attempt, 0), 30));
  return Math.floor(random * ceiling);
}

/** Returns the `p`-quantile of the samples, `p` in [0, 1], by the nearest-rank method; null if there are no samples. */
export function percentile(samples: readonly number[], p: number): number | null {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? null;
}
