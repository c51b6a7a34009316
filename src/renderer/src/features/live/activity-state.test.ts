import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '#shared/bridge/live.ts';
import { makeActivity } from '../../../../../tests/support/make/activity.ts';
import { type ActivityState, activityReducer, EMPTY_ACTIVITY } from './activity-state.ts';

const PAGE = 5;
const row = (seq: number): Activity => makeActivity({ seq, at: seq });

/** The page that a log with events 1…head gives after a key. */
function page(head: number, after: string | null): { rows: Activity[]; next: string | null } {
  const from = after === null ? head : Number(after) - 1;
  const rows = Array.from({ length: Math.max(0, Math.min(PAGE, from)) }, (_, i) => row(from - i));
  const last = rows[rows.length - 1]?.seq ?? 0;
  return { rows, next: last > 1 ? String(last) : null };
}
const seqs = (state: ActivityState): number[] => state.rows.map((r) => r.seq);

describe('activity list', () => {
  it('puts new rows on top while the reader is there', () => {
    let state = activityReducer(EMPTY_ACTIVITY, { type: 'head', page: page(5, null) });
    state = activityReducer(state, { type: 'head', page: page(7, null) });
    expect(seqs(state)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('holds them back while the reader is further down, and shows them at the top', () => {
    let state = activityReducer(EMPTY_ACTIVITY, { type: 'head', page: page(5, null) });
    state = activityReducer(state, { type: 'scrolled', atTop: false });
    state = activityReducer(state, { type: 'head', page: page(7, null) });
    expect(seqs(state)).toEqual([5, 4, 3, 2, 1]);
    expect(state.held.map((r) => r.seq)).toEqual([7, 6]);
    state = activityReducer(state, { type: 'scrolled', atTop: true });
    expect(seqs(state)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(state.held).toEqual([]);
  });

  it('starts anew where more came than a page holds, instead of leaving a hole', () => {
    let state = activityReducer(EMPTY_ACTIVITY, { type: 'head', page: page(5, null) });
    state = activityReducer(state, { type: 'head', page: page(50, null) });
    expect(seqs(state)).toEqual([50, 49, 48, 47, 46]);
    expect(state.next).toBe('46');
  });

  it('starts anew when the history was replaced by an older one', () => {
    let state = activityReducer(EMPTY_ACTIVITY, { type: 'head', page: page(50, null) });
    state = activityReducer(state, { type: 'head', page: page(9, null) });
    expect(seqs(state)).toEqual([9, 8, 7, 6, 5]);
  });

  it('stands still while it is paused, also at the top, and goes on with all that came', () => {
    let state = activityReducer(EMPTY_ACTIVITY, { type: 'head', page: page(5, null) });
    state = activityReducer(state, { type: 'paused' });
    state = activityReducer(state, { type: 'head', page: page(7, null) });
    state = activityReducer(state, { type: 'scrolled', atTop: false });
    state = activityReducer(state, { type: 'scrolled', atTop: true });
    expect(seqs(state)).toEqual([5, 4, 3, 2, 1]);
    expect(state.held).toHaveLength(2);
    const all = { rows: [...page(10, null).rows, ...page(10, '6').rows], next: null };
    state = activityReducer(state, { type: 'resumed', page: all });
    expect(seqs(state)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(state).toMatchObject({ paused: false, held: [] });
    // Too much to read at once.
    state = activityReducer(activityReducer(state, { type: 'paused' }), {
      type: 'resumed',
      page: page(90, null),
    });
    expect(seqs(state)).toEqual([90, 89, 88, 87, 86]);
  });

  it('never shows a row twice, out of order or after a hole, whatever happens', () => {
    const step = fc.oneof(
      fc.nat(12).map((n) => ({ grow: n })),
      fc.constant({ more: true }),
      fc.boolean().map((atTop) => ({ atTop })),
      fc.constantFrom({ pause: true }, { pause: false }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let head = 3;
        let state = activityReducer(EMPTY_ACTIVITY, { type: 'head', page: page(head, null) });
        for (const s of steps) {
          if ('grow' in s) {
            head += s.grow;
            state = activityReducer(state, { type: 'head', page: page(head, null) });
          } else if ('more' in s) {
            if (state.next !== null)
              state = activityReducer(state, { type: 'tail', page: page(head, state.next) });
          } else if ('atTop' in s) state = activityReducer(state, { type: 'scrolled', atTop: s.atTop });
          else if (s.pause) state = activityReducer(state, { type: 'paused' });
          else state = activityReducer(state, { type: 'resumed', page: page(head, null) });
          const shown = seqs(state);
          expect(shown).toEqual(shown.map((_, i) => (shown[0] ?? 0) - i));
          if (state.atTop && !state.paused) expect(shown[0]).toBe(head);
        }
      }),
    );
  });
});
