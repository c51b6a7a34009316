import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BACKOFF_BASE_MS,
  BACKOFF_CAP_MS,
  backoffDelay,
  CONNECTION_STATES,
  type ConnectionSignal,
  type ConnectionState,
  nextConnectionState,
  percentile,
} from './connection.ts';

const SIGNALS: readonly ConnectionSignal[] = [
  'connect',
  'opened',
  'caught_up',
  'lost',
  'refused',
  'pause',
  'resume',
  'sign_out',
];
const stateAfter = (...signals: ConnectionSignal[]): ConnectionState =>
  signals.reduce<ConnectionState>(nextConnectionState, 'offline');

describe('connection states', () => {
  it('follow the usual sequence', () => {
    expect(stateAfter('connect', 'opened', 'caught_up')).toBe('live');
    expect(stateAfter('connect', 'opened', 'caught_up', 'lost')).toBe('offline');
    expect(stateAfter('connect', 'refused')).toBe('unauthorised');
    expect(stateAfter('connect', 'opened', 'pause', 'resume')).toBe('connecting');
  });

  it('are live only after a catch-up since the last loss', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SIGNALS), { maxLength: 60 }), (signals) => {
        let state: ConnectionState = 'offline';
        let caughtUp = false;
        for (const signal of signals) {
          const next = nextConnectionState(state, signal);
          expect(CONNECTION_STATES).toContain(next);
          if (next === 'live') caughtUp ||= state === 'catching-up' && signal === 'caught_up';
          else caughtUp = false;
          if (next === 'live') expect(caughtUp).toBe(true);
          state = next;
        }
      }),
    );
  });

  it('stay paused whatever the network does', () => {
    for (const signal of ['connect', 'opened', 'caught_up', 'lost', 'refused', 'pause'] as const)
      expect(nextConnectionState('paused', signal)).toBe('paused');
  });

  it('can always get back to live', () => {
    for (const state of CONNECTION_STATES) {
      const ways: ConnectionSignal[] = ['resume', 'connect', 'opened', 'caught_up'];
      expect(ways.reduce<ConnectionState>(nextConnectionState, state)).toBe('live');
    }
  });
});

describe('backoffDelay', () => {
  it('is jitter under a doubling ceiling with a cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const delay = backoffDelay(attempt, random);
          expect(Number.isInteger(delay)).toBe(true);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt));
        },
      ),
    );
    expect([0, 1, 2, 20].map((attempt) => backoffDelay(attempt, 0.5))).toEqual([250, 500, 1000, 15_000]);
  });
});

describe('percentile', () => {
  it('is a sample with at least that share at or below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (samples, p) => {
          const value = percentile(samples, p);
          expect(samples).toContain(value);
          const share = samples.filter((s) => s <= (value ?? 0)).length / samples.length;
          expect(share).toBeGreaterThanOrEqual(p - 1e-9);
        },
      ),
    );
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
  });
});
