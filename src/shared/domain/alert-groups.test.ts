import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GROUP_INTERVAL_MS,
  GROUP_REPEAT_MS,
  GROUP_WAIT_MS,
  type GroupTimes,
  groupDueAt,
  groupWaits,
  lookAtGroup,
} from './alert-groups.ts';

const look = (times: GroupTimes, fresh: number, open: number, now: number) =>
  lookAtGroup(times, { fresh, open }, now, GROUP_WAIT_MS);

describe('a group of alerts', () => {
  it('is told 30 s after its first alert, again no sooner than 5 min later, and every 4 h until it is acknowledged', () => {
    const first = groupWaits(null, 1000);
    expect(groupDueAt(first, GROUP_WAIT_MS)).toBe(31_000);
    const told = look(first, 3, 3, 31_000);
    expect(told).toEqual({ reason: 'new', after: { toldAt: 31_000, waitingSince: null } });
    const more = groupWaits(told.after, 40_000);
    expect(groupDueAt(more, GROUP_WAIT_MS)).toBe(31_000 + GROUP_INTERVAL_MS);
    const updated = look(more, 1, 4, 31_000 + GROUP_INTERVAL_MS);
    expect(updated.reason).toBe('update');
    const at = 31_000 + GROUP_INTERVAL_MS + GROUP_REPEAT_MS;
    const after = updated.after ?? first;
    expect(look(after, 0, 4, at - 1)).toEqual({ reason: null, after });
    expect(look(after, 0, 4, at).reason).toBe('repeat');
    expect(look(after, 0, 0, at)).toEqual({ reason: null, after: null });
  });

  it('is not told of what has ended while it waited', () => {
    expect(look(groupWaits(null, 0), 0, 0, GROUP_WAIT_MS)).toEqual({ reason: null, after: null });
  });

  it('is told at most once in 5 min, and of every alert that stays, whatever happens', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 400_000 }),
      raise: fc.boolean(),
      end: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let times: GroupTimes | null = null;
        let now = 0;
        let fresh = 0;
        let toldAt = Number.NEGATIVE_INFINITY;
        for (const { wait, raise, end } of steps) {
          now += wait;
          if (end) fresh = 0;
          if (raise) {
            times = groupWaits(times, now);
            fresh += 1;
          }
          if (times === null) continue;
          const { reason, after } = look(times, fresh, fresh, now);
          if (reason !== null) {
            expect(now - toldAt).toBeGreaterThanOrEqual(GROUP_INTERVAL_MS);
            toldAt = now;
            fresh = 0;
          }
          if (fresh > 0) expect(after?.waitingSince).not.toBeNull();
          times = after;
        }
      }),
    );
  });
});
