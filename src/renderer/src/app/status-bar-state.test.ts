import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShownState } from './connection-view.ts';
import {
  type BarMachine,
  CALM_MS,
  LEAST_MS,
  nextStep,
  PATIENCE_MS,
  startBar,
  stepBar,
} from './status-bar-state.ts';

type Change = readonly [state: ShownState, forMs: number];

/** Runs the machine through states of the link. Returns what the bar said and for how long, in order. */
function run(changes: readonly Change[]): { shown: ShownState | null; ms: number; state: ShownState }[] {
  let now = 0;
  let bar: BarMachine = startBar('live', now);
  const said = [{ shown: bar.shown, ms: 0, state: bar.state }];
  const step = (state: ShownState, at: number): void => {
    const last = said.at(-1);
    if (last) last.ms += at - now;
    now = at;
    bar = stepBar(bar, state, now);
    if (bar.shown !== last?.shown) said.push({ shown: bar.shown, ms: 0, state });
  };
  for (const [state, forMs] of changes) {
    const end = now + forMs;
    step(state, now);
    for (let wait = nextStep(bar, now); wait !== null && now + wait < end; wait = nextStep(bar, now))
      step(state, now + wait);
    step(state, end);
  }
  return said;
}
const words = (changes: readonly Change[]) => run(changes).map(({ shown }) => shown);

describe('the status bar', () => {
  it('says nothing about a short interruption', () => {
    expect(
      words([
        ['live', 1000],
        ['offline', 300],
        ['connecting', 500],
        ['catching-up', 400],
        ['live', 9000],
      ]),
    ).toEqual([null]);
  });

  it('appears once and goes once through a link that comes and goes', () => {
    const flapping = Array.from({ length: 8 }, (): Change[] => [
      ['offline', 900],
      ['connecting', 1200],
      ['catching-up', 200],
      ['live', 2100],
    ]).flat();
    const said = words([['live', 1000], ...flapping, ['live', 20_000]]);
    expect(said[0]).toBeNull();
    expect(said.at(-1)).toBeNull();
    expect(said.slice(1, -1)).not.toContain(null);
  });

  it('says what the user asked for at once, and ends with it', () => {
    expect(
      run([
        ['live', 1000],
        ['paused', 10],
        ['connecting', 10],
        ['live', CALM_MS + 1],
      ]),
    ).toMatchObject([
      { shown: null, ms: 1000 },
      { shown: 'paused', ms: 10 },
      { shown: 'connecting', ms: LEAST_MS },
      { shown: 'live' },
    ]);
  });

  it('holds each word for its least time, is right in the end, and never says live while it is not', () => {
    const state = fc.constantFrom<ShownState>(
      'live',
      'offline',
      'connecting',
      'catching-up',
      'paused',
      'unauthorised',
      'bridge',
    );
    const change = fc.tuple(state, fc.integer({ min: 0, max: 6000 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), state, (changes, last) => {
        const said = run([...changes, [last, PATIENCE_MS + LEAST_MS + CALM_MS + 1]]);
        expect(said.at(-1)?.shown).toBe(last === 'live' ? null : last);
        for (const [index, { shown, ms }] of said.slice(0, -1).entries()) {
          const next = said[index + 1];
          const atOnce = (one: ShownState | null | undefined) =>
            one === 'paused' || one === 'unauthorised' || one === 'bridge';
          if (atOnce(shown) || atOnce(next?.state) || shown === null) continue;
          if (shown !== 'live') expect(ms).toBeGreaterThanOrEqual(LEAST_MS);
          else if (next?.shown === null) expect(ms).toBeGreaterThanOrEqual(CALM_MS);
        }
        let bar = startBar('live', 0);
        let now = 0;
        for (const [next, forMs] of changes) {
          bar = stepBar(bar, next, now);
          if (next !== 'live') expect(bar.shown).not.toBe('live');
          now += forMs;
        }
      }),
    );
  });
});
