import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DISPUTE_STATUSES,
  type DisputeStatus,
  type DisputeStep,
  disputeUrgency,
  dueWarning,
  nextWarningAt,
  stepDispute,
} from './disputes.ts';
import { HOUR_MS } from './time.ts';

const step = fc.constantFrom<DisputeStep>('answer', 'accept', 'win', 'lose');

describe('the states of a dispute', () => {
  it('lead to a decision that nothing changes any more', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let status: DisputeStatus = 'needs_response';
        let decisions = 0;
        for (const one of steps) {
          const next = stepDispute(status, one);
          if (next === null) continue;
          expect(DISPUTE_STATUSES.indexOf(next)).toBeGreaterThan(DISPUTE_STATUSES.indexOf(status));
          if (next !== 'under_review') decisions += 1;
          status = next;
        }
        expect(decisions).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('let the shop answer once, and accept only before it has', () => {
    expect(stepDispute('needs_response', 'answer')).toBe('under_review');
    expect(stepDispute('under_review', 'answer')).toBeNull();
    expect(stepDispute('under_review', 'accept')).toBeNull();
    expect(stepDispute('won', 'lose')).toBeNull();
  });
});

describe('the warnings before the deadline of a dispute', () => {
  const dueAt = 1000 * HOUR_MS;
  const at = (hoursLeft: number): number => dueAt - hoursLeft * HOUR_MS;
  const open = { status: 'needs_response', dueAt, warnedHours: null } as const;

  it('come 72 and 24 hours before it, each once, whenever somebody looks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10, max: 100 }), { minLength: 1, maxLength: 20 }), (looks) => {
        let warnedHours: number | null = null;
        const given: number[] = [];
        for (const left of looks.toSorted((a, b) => b - a)) {
          const hours = dueWarning({ ...open, warnedHours }, at(left));
          if (hours === null) continue;
          expect(left).toBeLessThanOrEqual(hours);
          expect(left).toBeGreaterThan(0);
          given.push(hours);
          warnedHours = hours;
        }
        expect(new Set(given).size).toBe(given.length);
        expect(given.toSorted((a, b) => b - a)).toEqual(given);
        if (looks.some((left) => left > 0 && left <= 24)) expect(given).toContain(24);
      }),
    );
  });

  it('are due at a time that is known before', () => {
    expect(nextWarningAt(open)).toBe(at(72));
    expect(nextWarningAt({ ...open, warnedHours: 72 })).toBe(at(24));
    expect(nextWarningAt({ ...open, warnedHours: 24 })).toBeNull();
    expect(nextWarningAt({ ...open, status: 'under_review' })).toBeNull();
    expect(dueWarning({ ...open, status: 'under_review' }, at(1))).toBeNull();
  });

  it('are marks in the list, too', () => {
    expect([80, 72, 24, 0].map((left) => disputeUrgency(open, at(left)))).toEqual([
      ...['none', 'soon', 'urgent', 'overdue'],
    ]);
    expect(disputeUrgency({ status: 'won', dueAt }, at(1))).toBe('none');
  });
});
