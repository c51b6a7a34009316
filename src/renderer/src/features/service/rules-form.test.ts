import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRules } from '#shared/domain/service-levels.ts';
import { contentOf, formOf, parseTarget, parseTime, targetText, timeText } from './rules-form.ts';

describe('the form of service levels', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 100_000 }), (time, target) => {
        expect(parseTime(timeText(time))).toBe(time);
        expect(parseTarget(targetText(target))).toBe(target);
      }),
    );
    const { hours, holidays, targets, ...rest } = defaultRules('UTC');
    expect(contentOf(formOf({ hours, holidays, targets, ...rest }))).toEqual({
      ok: true,
      content: { hours, holidays, targets },
    });
  });

  it('understands targets as people write them', () => {
    expect(['45', '45m', '2h', '1h 30m', '1h30', ' '].map(parseTarget)).toEqual([45, 45, 120, 90, 90, null]);
    expect(['0', 'soon', '-5', '2x', '99999h'].map(parseTarget)).toEqual(Array(5).fill(undefined));
  });

  it('closes at midnight at the end of the day, and names what is wrong', () => {
    const form = formOf(defaultRules('UTC'));
    const midnight = form.days.with(0, { open: true, opensAt: '18:00', closesAt: '00:00' });
    expect(contentOf({ ...form, days: midnight })).toMatchObject({
      content: { hours: [{ opensAt: 1080, closesAt: 1440 }, {}, {}, {}, {}, null, null] },
    });
    const wrong = contentOf({
      ...form,
      days: form.days.with(1, { open: true, opensAt: '18:00', closesAt: '09:00' }),
      holidays: [{ day: 'Christmas', name: '' }],
      targets: form.targets.with(0, { firstReply: 'soon', nextReply: '', resolution: '' }),
    });
    expect(wrong).toEqual({ ok: false, errors: new Set(['day-1', 'holiday-0', 'target-0-firstReply']) });
  });
});
