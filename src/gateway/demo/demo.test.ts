import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, zoneOffsetMs } from '#shared/domain/time.ts';
import { Agenda } from './agenda.ts';
import { ANSWERS, answerTo, openingOf, SITUATION_NAMES, subjectOf } from './dialogues.ts';
import { Heap } from './heap.ts';
import { randomFor, shuffled } from './random.ts';
import { nextByRhythm, ORDERS_A_DAY } from './rhythm.ts';
import { shortName } from './talks.ts';

describe('randomFor', () => {
  it('is a function of its seed and keys', () => {
    const draw = (...keys: [number, ...(string | number)[]]): number[] => {
      const random = randomFor(...keys);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(1, 'order', 7)).toEqual(draw(1, 'order', 7));
    expect(draw(1, 'order', 7)).not.toEqual(draw(1, 'order', 8));
    expect(draw(1, 'order', 7)).not.toEqual(draw(2, 'order', 7));
    expect(draw(1, 'a', 'b')).not.toEqual(draw(1, 'ab'));
  });

  it('is uniform enough', () => {
    const random = randomFor(3, 'uniform');
    const buckets = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) {
      const n = random.between(0, 9);
      buckets[n] = (buckets[n] ?? 0) + 1;
    }
    for (const n of buckets) expect(Math.abs(n - 10_000)).toBeLessThan(500);
  });

  it('shuffles without losing any', () => {
    expect(shuffled(1000, randomFor(1, 'x')).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i),
    );
  });
});

describe('the rhythm of orders', () => {
  const zones = ['UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
  /** The orders of four weeks, by the process that makes those of the past and of the present. */
  const orders = (seed: number, timeZone: string, speed = 1): number[] => {
    const from = Date.UTC(2026, 2, 16);
    const times: number[] = [];
    for (let at = from, n = 0; at < from + (28 * DAY_MS) / speed; n += 1) {
      at = nextByRhythm(at, randomFor(seed, 'order time', n), timeZone, speed);
      times.push(at);
    }
    return times;
  };

  it.for(zones)(
    'is that of a shop in %s: few at night, most in the evening, more on Sundays than on Mondays',
    (zone) => {
      const times = orders(1, zone);
      const hours = new Array<number>(24).fill(0);
      const days = new Array<number>(7).fill(0);
      for (const at of times) {
        const local = new Date(at + zoneOffsetMs(at, zone));
        hours[local.getUTCHours()] = (hours[local.getUTCHours()] ?? 0) + 1;
        days[local.getUTCDay()] = (days[local.getUTCDay()] ?? 0) + 1;
      }
      const share = (from: number, to: number): number =>
        hours.slice(from, to).reduce((sum, n) => sum + n, 0) / times.length;
      expect(share(0, 6)).toBeLessThan(0.13);
      expect(share(17, 21)).toBeGreaterThan(0.22);
      expect(days[0]).toBeGreaterThan(days[1] ?? 0);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    },
  );

  it('has the same number of orders for every seed, give or take chance, and ten times as many at the speed 10', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      // A Poisson process: five standard deviations of its mean.
      const count = orders(seed, 'UTC').length;
      const expected = 28 * ORDERS_A_DAY;
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
    const from = Date.UTC(2026, 2, 18, 12);
    const gaps = (speed: number): number =>
      Array.from({ length: 300 }, (_, n) => nextByRhythm(from, randomFor(1, n), 'UTC', speed) - from).reduce(
        (sum, ms) => sum + ms,
        0,
      );
    expect(gaps(1) / gaps(10)).toBeCloseTo(10, 0);
  });
});

describe('Heap', () => {
  it('gives any values in order', () => {
    const random = randomFor(5, 'heap');
    const values = Array.from({ length: 500 }, () => random.between(0, 99));
    const heap = new Heap<number>((a, b) => a < b);
    for (const value of values) heap.add(value);
    expect([heap.size, heap.first]).toEqual([500, Math.min(...values)]);
    expect(values.map(() => heap.take())).toEqual(values.toSorted((a, b) => a - b));
    expect([heap.size, heap.first, heap.take()]).toEqual([0, undefined, undefined]);
  });
});

describe('what customers say', () => {
  const facts = {
    firstName: 'Kim',
    fullName: 'Kim Lee',
    email: 'kim@example.com',
    orderNumber: 'Q-1',
    product: 'a chair',
  };

  it('fills every template, answers as often as it should, then thanks', () => {
    for (const situation of SITUATION_NAMES) {
      for (let seed = 0; seed < 20; seed += 1) {
        const random = randomFor(seed, situation);
        const lines = [subjectOf(situation, facts), openingOf(situation, facts, random)];
        for (let turn = 0; turn <= ANSWERS; turn += 1) {
          const said = answerTo(situation, facts, turn, 'I see.', random);
          expect(said?.last).toBe(turn === ANSWERS);
          lines.push(said?.text ?? '');
        }
        for (const line of lines) {
          expect(line).not.toMatch(/[{}]/);
          expect(line.length).toBeGreaterThan(1);
        }
        expect(answerTo(situation, facts, ANSWERS + 1, 'I see.', random)).toBeNull();
      }
    }
  });

  it('answers what it is asked, and a goodbye with thanks', () => {
    const random = randomFor(1, 'asked');
    expect(answerTo('refund', facts, 0, 'What is your order number?', random)?.text).toContain('Q-1');
    expect(answerTo('refund', facts, 0, 'Could I have your e-mail?', random)?.text).toBe('kim@example.com');
    expect(answerTo('refund', facts, 0, 'Have a nice day!', random)?.last).toBe(true);
  });

  it('shortens catalogue names to what people say', () => {
    expect(shortName('Hon Deluxe Chair, Rounded Back')).toBe('Hon Deluxe Chair');
    expect(shortName('word '.repeat(40)).length).toBeLessThanOrEqual(60);
  });
});

describe('Agenda', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  const make = (capacity = 100) => {
    const errors: unknown[] = [];
    return {
      errors,
      agenda: new Agenda({
        now: () => Date.now(),
        capacity,
        sliceMs: 1000,
        onError: (error) => errors.push(error),
      }),
    };
  };

  it('runs entries at their times, in the order they were added where times are equal', () => {
    const { agenda } = make();
    const ran: string[] = [];
    for (const [at, name] of [
      [30, 'c'],
      [10, 'a'],
      [20, 'b1'],
      [20, 'b2'],
      [0, 'now'],
    ] as const)
      agenda.add(at, () => void ran.push(name));
    vi.advanceTimersByTime(20);
    expect(ran).toEqual(['now', 'a', 'b1', 'b2']);
    vi.advanceTimersByTime(20);
    expect(ran.at(-1)).toBe('c');
  });

  it.for([-3_600_000, 3_600_000])('waits as long as planned when the clock is set by %i ms', (jump) => {
    const { agenda } = make();
    const ran: string[] = [];
    agenda.add(1_000, () => void ran.push('before'));
    vi.setSystemTime(Date.now() + jump);
    agenda.add(Date.now() + 2_000, () => void ran.push('after'));
    vi.advanceTimersByTime(999);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['before']);
    vi.advanceTimersByTime(1_000);
    expect(ran).toEqual(['before', 'after']);
    agenda.dispose();
  });

  it('goes on after an entry throws, and refuses more than it can hold', () => {
    const { agenda, errors } = make(2);
    let ran = false;
    agenda.add(1, () => {
      throw new Error('no');
    });
    agenda.add(2, () => {
      ran = true;
    });
    expect(agenda.add(3, () => undefined)).toBe(false);
    vi.advanceTimersByTime(5);
    expect([errors.length, ran]).toEqual([1, true]);
  });

  it('leaves no timer behind', () => {
    const { agenda } = make();
    agenda.add(10, () => undefined);
    expect(vi.getTimerCount()).toBe(1);
    agenda.dispose();
    expect(vi.getTimerCount()).toBe(0);
    expect(agenda.add(1, () => undefined)).toBe(false);
  });
});
