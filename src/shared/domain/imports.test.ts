import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cancelled, IMPORT_STATES, importCanBecome, isWorking, linesKeptUntil } from './imports.ts';

const ENDS = ['failed', 'cancelled', 'undone'];

describe('the states of an import', () => {
  it('come to an end from everywhere, however the steps are chosen', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (choices) => {
        let state: (typeof IMPORT_STATES)[number] = 'staging';
        for (let step = 0; step < 40 && !ENDS.includes(state); step += 1) {
          const next = IMPORT_STATES.filter((to) => importCanBecome(state, to));
          expect(next.length, state).toBeGreaterThan(0);
          state = next[(choices.next().value ?? 0) % next.length] ?? state;
        }
        const ends = (from: typeof state, seen: string[] = []): boolean =>
          ENDS.includes(from) ||
          IMPORT_STATES.some(
            (to) => importCanBecome(from, to) && !seen.includes(to) && ends(to, [...seen, to]),
          );
        expect(ends(state), state).toBe(true);
      }),
    );
  });

  it('change stock in no other way than through a decision, and take back what was applied before they fail', () => {
    const into = (to: (typeof IMPORT_STATES)[number]) =>
      IMPORT_STATES.filter((from) => importCanBecome(from, to));
    expect(into('applying')).toEqual(['ready']);
    expect(into('failed')).toEqual(['reverting']);
    expect(into('undoing')).toEqual(['reviewed']);
    expect(into('undone')).toEqual(['undoing']);
  });

  it('are cancelled at once before anything is applied, and by taking back after', () => {
    expect(IMPORT_STATES.filter((state) => cancelled(state) === 'cancelled')).toEqual([
      'staging',
      'checking',
      'ready',
    ]);
    expect(IMPORT_STATES.filter((state) => cancelled(state) === 'reverting')).toEqual(['applying']);
  });

  it('keep their lines while there is work, a day without a decision, thirty days for undoing', () => {
    const days = (state: (typeof IMPORT_STATES)[number]) =>
      linesKeptUntil({ state, changedAt: 0 }) / 86_400_000;
    expect([days('ready'), days('staging'), days('applied'), days('cancelled')]).toEqual([1, 1, 30, 0]);
    for (const state of IMPORT_STATES.filter((s) => isWorking(s) && s !== 'checking'))
      expect(days(state)).toBe(Number.POSITIVE_INFINITY);
  });
});
