import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALERT_STATES,
  type AlertCondition,
  type AlertInput,
  type AlertInstance,
  isAcknowledged,
  isBad,
  isGood,
  isLoud,
  isOpen,
  NORMAL,
  SEVERITY_RANK,
  stepAlert,
} from './alerts.ts';

const AT_ONCE: AlertCondition = {
  direction: 'down',
  firesAt: 5,
  recoversAt: 8,
  forMs: 0,
  keepFiringForMs: 0,
};
/** The same upside down. */
const UPWARDS: AlertCondition = { ...AT_ONCE, direction: 'up', firesAt: -5, recoversAt: -8 };
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
  const series = fc.array(fc.tuple(input, fc.integer({ min: 0, max: 50 })), { maxLength: 60 });

  it('never recovers or fires on missing data or an error, and keeps `since` with the state', () => {
    fc.assert(
      fc.property(series, fc.constantFrom(AT_ONCE, PATIENT), (steps, condition) => {
        let instance: AlertInstance = NORMAL;
        let now = 0;
        for (const [given, wait] of steps) {
          now += wait;
          const next = stepAlert(instance, given, condition, now);
          expect(ALERT_STATES).toContain(next.state);
          if (next.state === instance.state && next.fired === instance.fired)
            expect(next.since).toBe(instance.since);
          else expect(next.since).toBe(now);
          if (given.type === 'value' && given.value !== null) {
            // Fired only by a value that is bad, recovered only by one that is good.
            if (next.fired && !instance.fired) expect(isBad(condition, given.value)).toBe(true);
            if (!next.fired && instance.fired) expect(isGood(condition, given.value)).toBe(true);
            if (next.state === 'pending') expect(now - next.since).toBeLessThan(condition.forMs);
          } else if (given.type === 'rule_changed')
            expect(next).toMatchObject({ state: 'normal', fired: false });
          else
            expect(next).toMatchObject({
              state: given.type === 'error' ? 'error' : 'no_data',
              fired: instance.fired,
            });
          instance = next;
        }
      }),
    );
  });

  it('is the same upwards as downwards', () => {
    fc.assert(
      fc.property(series, (steps) => {
        let down: AlertInstance = NORMAL;
        let up: AlertInstance = NORMAL;
        let now = 0;
        for (const [given, wait] of steps) {
          now += wait;
          down = stepAlert(down, given, AT_ONCE, now);
          const mirrored: AlertInput =
            given.type === 'value' && given.value !== null ? { type: 'value', value: -given.value } : given;
          up = stepAlert(up, mirrored, UPWARDS, now);
          expect(up).toEqual(down);
        }
      }),
    );
  });

  it('raises one alert while the value flaps between the firing and the recovery level', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 60 }), (values) => {
        let instance = stepAlert(NORMAL, { type: 'value', value: 5 }, AT_ONCE, 0);
        values.forEach((value, n) => {
          instance = stepAlert(instance, { type: 'value', value }, AT_ONCE, n + 1);
          expect(instance).toEqual({ state: 'firing', since: 0, fired: true });
        });
      }),
    );
  });

  it('goes on firing after a gap in the data, until the value has recovered', () => {
    expect(
      follow(AT_ONCE, [
        [0, 5],
        [1, null],
        [2, 7],
        [3, null],
        [4, 8],
      ]),
    ).toEqual(['firing', 'no_data', 'firing', 'no_data', 'resolved']);
  });
});

describe('isOpen', () => {
  it('is false only for normal and resolved alerts', () => {
    expect(ALERT_STATES.filter((state) => !isOpen({ state }))).toEqual(['normal', 'resolved']);
  });
});

describe('isLoud', () => {
  it('leaves out pending and silenced alerts, not those without data', () => {
    const loud = ALERT_STATES.filter((state) => isLoud({ state, silencedUntil: null }));
    expect(loud).toEqual(['firing', 'recovering', 'no_data', 'error']);
    expect(isLoud({ state: 'firing', silencedUntil: 1 })).toBe(false);
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
