import { describe, expect, it } from 'vitest';
import { Uuid } from '#shared/domain/ids.ts';
import { createIds, newId } from './ids.ts';

const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
/** Bits 52–63 and 66–79: the counter of `createIds`. */
const counterOf = (id: string): number =>
  Number.parseInt(id.slice(15, 18), 16) * 2 ** 14 + (Number.parseInt(id.slice(19, 23), 16) & 0x3fff);

describe('newId', () => {
  it('makes UUIDs of version 7 and the RFC’s variant, of now', () => {
    const before = Date.now();
    const id = newId();
    expect(Uuid.parse(id)).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBeGreaterThanOrEqual(before);
    expect(timeOf(id)).toBeLessThanOrEqual(Date.now());
  });

  it('makes 50,000 different ones, each after the one before', () => {
    const ids = Array.from({ length: 50_000 }, () => newId());
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids.slice(0, 2000)) expect(Uuid.safeParse(id).success).toBe(true);
  });
});

describe('createIds', () => {
  const source = (now: () => number, byte = 0) => ({ now, fill: (buffer: Buffer) => void buffer.fill(byte) });

  it('puts time, version, variant, counter and random bits where RFC 9562 has them', () => {
    const next = createIds(source(() => 0x0123_4567_89ab, 0xff));
    expect(next()).toBe('01234567-89ab-77ff-bfff-ffffffffffff');
    expect(next()).toBe('01234567-89ab-7800-8000-ffffffffffff');
  });

  it('starts a millisecond’s counter at random, with at least half its range left', () => {
    for (let n = 0; n < 1000; n += 1) expect(counterOf(createIds()())).toBeLessThan(2 ** 25);
    let now = 1_000_000;
    const next = createIds({ ...source(() => now), fill: (buffer) => void buffer.writeUInt32LE(77, 10) });
    expect(counterOf(next())).toBe(0);
    now += 1;
    expect(counterOf(next())).toBe(77);
  });

  it('ascends while the clock stands still or goes back', () => {
    let now = 5000;
    const next = createIds(source(() => now));
    const ids = [next(), next()];
    now = 10;
    ids.push(next(), next());
    now = 5001;
    ids.push(next());
    expect([...ids].sort()).toEqual(ids);
    expect(ids.map(timeOf)).toEqual([5000, 5000, 5000, 5000, 5001]);
  });

  it('goes on in the next millisecond where one runs out of counts', () => {
    const next = createIds(
      source(() => 7, 0xff),
      16,
    );
    const ids = Array.from({ length: 20 }, () => next());
    expect([...ids].sort()).toEqual(ids);
    expect(ids.map(timeOf)).toEqual([...Array(9).fill(7), ...Array(9).fill(8), 9, 9]);
  });
});
