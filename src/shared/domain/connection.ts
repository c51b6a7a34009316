import { z } from 'zod';

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

/** What happens to a connection. `refused` is a handshake the server turned away for its token or version. */
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

/** The state after a signal; a signal that means nothing in a state leaves it as it is. */
export function nextConnectionState(state: ConnectionState, signal: ConnectionSignal): ConnectionState {
  return NEXT[state][signal] ?? state;
}

export const BACKOFF_BASE_MS = 500;
export const BACKOFF_CAP_MS = 30_000;

/**
 * Delay before reconnection attempt `n` (from 0): full jitter, `random · min(cap, base · 2^n)`.
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * `random` is uniform in [0, 1).
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

/** The value below which a fraction `p` of the samples lies (nearest rank); null without samples. */
export function percentile(samples: readonly number[], p: number): number | null {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? null;
}
