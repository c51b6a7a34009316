import { describe, expect, it } from 'vitest';
import { wallAddress, wallIn } from './address.ts';

const read = (text: string) => wallIn(new URLSearchParams(text));

describe('the address of a wall', () => {
  it('holds its boards, each once, and how long each is shown', () => {
    const choice = { boards: ['standard', 'b1'], seconds: 60 };
    const address = wallAddress(choice, { window: '24h' });
    expect(address).toMatch(/^\/live\/wall\?window=24h/);
    expect(read(address.split('?')[1] ?? '')).toEqual(choice);
    expect(read('boards=a,a,b').boards).toEqual(['a', 'b']);
  });

  it('never leads to a time that is too short or too long', () => {
    expect(read('').seconds).toBe(30);
    expect(read('every=1').seconds).toBe(15);
    expect(read('every=9999').seconds).toBe(600);
    expect(read('every=soon').seconds).toBe(30);
  });
});
