import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALERT_STATES,
  type AlertCondition,
  type AlertInput,
  type AlertInstance,
  isAcknowledged,
  isOpen,
  NORMAL,
  SEVERITY_RANK,
  stepAlert,
} from './alerts.ts';

const AT_ONCE: AlertCondition = { firesAtOrBelow: 5, recoversAtOrAbove: 8, forMs: 0, keepFiringForMs: 0 };
const PATIENT: AlertCondition = { ...AT_ONCE, forMs: 60, keepFiringForMs: 30 };

/** The states a series of inputs at given times leads through. */
function follow(condition: AlertCondition, series: readonly (readonly [number, number | null])[]): string[] {
  let instance: AlertInstance = NORMAL;
  return series.map(([now, value]) => {
    instance = stepAlert(instance, { type: 'value', value }, condition, now);
    return instance.state;
  });
}

describe('an alert without timers', () => {
  it('fires at the level, holds in between, and resolves at the recovery level', () => {
    const values = [6, 5, 6, 7, 8, 8, 5].map((value, now) => [now, value] as const);
    expect(follow(AT_ONCE, values)).toEqual([
      'normal',
      'firing',
      'firing',
      'firing',
      'resolved',
      'normal',
      'firing',
    ]);
  });
});

describe('an alert with timers', () => {
  it('fires only if the condition held for long enough', () => {
    expect(
      follow(PATIENT, [
        [0, 4],
        [59, 4],
        [60, 4],
      ]),
    ).toEqual(['pending', 'pending', 'firing']);
    expect(
      follow(PATIENT, [
        [0, 4],
        [59, 6],
        [60, 4],
        [119, 4],
      ]),
    ).toEqual(['pending', 'normal', 'pending', 'pending']);
  });

  it('resolves only if the value stayed recovered', () => {
    const fired = [
      [0, 4],
      [60, 4],
    ] as const;
    expect(follow(PATIENT, [...fired, [70, 9], [99, 9], [100, 9]])).toEqual([
      'pending',
      'firing',
      'recovering',
      'recovering',
      'resolved',
    ]);
    expect(follow(PATIENT, [...fired, [70, 9], [80, 7], [111, 9]])).toEqual([
      'pending',
      'firing',
      'recovering',
      'firing',
      'recovering',
    ]);
  });
});

const input: fc.Arbitrary<AlertInput> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('value' as const),
      value: fc.option(fc.integer({ min: 0, max: 12 })),
    }),
  },
  fc.constant<AlertInput>({ type: 'error' }),
  fc.constant<AlertInput>({ type: 'rule_changed' }),
);

describe('any series of inputs', () => {
  it('never recovers on missing data or an error, keeps `since` with the state, and fires only on a bad value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(input, fc.integer({ min: 0, max: 50 })), { maxLength: 60 }),
        fc.constantFrom(AT_ONCE, PATIENT),
        (series, condition) => {
          let instance: AlertInstance = NORMAL;
          let now = 0;
          for (const [given, wait] of series) {
            now += wait;
            const next = stepAlert(instance, given, condition, now);
            expect(ALERT_STATES).toContain(next.state);
            expect(next.since).toBe(next.state === instance.state ? instance.since : now);
            const value = given.type === 'value' ? given.value : null;
            if (next.state === 'resolved' && instance.state !== 'resolved')
              expect(value).toBeGreaterThanOrEqual(condition.recoversAtOrAbove);
            if (next.state === 'firing' && (instance.state === 'normal' || instance.state === 'pending')) {
              expect(value).toBeLessThanOrEqual(condition.firesAtOrBelow);
            }
            if (given.type === 'value' && given.value === null) expect(next.state).toBe('no_data');
            if (given.type === 'error') expect(next.state).toBe('error');
            if (given.type === 'rule_changed') expect(next.state).toBe('normal');
            instance = next;
          }
        },
      ),
    );
  });
});

describe('isOpen', () => {
  it('is false only for normal and resolved alerts', () => {
    expect(ALERT_STATES.filter((state) => !isOpen({ state }))).toEqual(['normal', 'resolved']);
  });
});

describe('isAcknowledged', () => {
  it('goes by the time of the acknowledgement', () => {
    expect(isAcknowledged({ acknowledgedAt: null })).toBe(false);
    expect(isAcknowledged({ acknowledgedAt: 1 })).toBe(true);
  });
});

describe('severities', () => {
  it('sort with the worst highest', () => {
    expect(SEVERITY_RANK.info).toBeLessThan(SEVERITY_RANK.warning);
    expect(SEVERITY_RANK.warning).toBeLessThan(SEVERITY_RANK.critical);
  });
});
