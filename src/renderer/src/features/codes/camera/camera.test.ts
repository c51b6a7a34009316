import { describe, expect, it } from 'vitest';
import { problemOf, sameOnce, toGrey } from './camera.ts';

describe('the camera', () => {
  it('takes a code once while it stays in the picture, and again after it was away', () => {
    const taken: string[] = [];
    const take = sameOnce((text) => taken.push(text));
    for (let at = 0; at <= 6_000; at += 200) take('A', at);
    take('B', 6_200);
    take('A', 6_400);
    take('A', 9_000);
    expect(taken).toEqual(['A', 'B', 'A', 'A']);
  });

  it('says why there is no picture', () => {
    const named = (name: string): Error => Object.assign(new Error('x'), { name });
    expect(problemOf(named('NotFoundError'))).toBe('none');
    expect(problemOf(named('NotAllowedError'))).toBe('denied');
    expect(problemOf(named('NotReadableError'))).toBe('busy');
    expect(problemOf('x')).toBe('busy');
  });

  it('makes colours grey', () => {
    const data = new Uint8ClampedArray([0, 0, 0, 255, 255, 255, 255, 255, 0, 200, 0, 255]);
    expect([...toGrey(data, 3)]).toEqual([0, 255, 100]);
  });
});
