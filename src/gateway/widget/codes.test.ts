import { describe, expect, it } from 'vitest';
import { Codes } from './codes.ts';

describe('codes', () => {
  it('forgets a code after ten minutes, five wrong ones, or five to one address', () => {
    const codes = new Codes();
    const code = codes.issue('a', 'kim@example.com', 0) ?? '';
    expect(codes.redeem('b', code, 1)).toBe(false);
    expect(codes.redeem('a', code, 600_000)).toBe(false);
    const other = codes.issue('a', 'kim@example.com', 600_000) ?? '';
    for (let n = 0; n < 5; n += 1)
      expect(codes.redeem('a', other === '000000' ? '1' : '000000', 1)).toBe(false);
    expect(codes.redeem('a', other, 1)).toBe(false);
    for (const id of ['c', 'd', 'e', 'f']) expect(codes.issue(id, 'KIM@example.com', 1)).toMatch(/^\d{6}$/);
    expect(codes.issue('g', 'kim@example.com', 1)).toBeNull();
    expect(codes.issue('g', 'lee@example.com', 1)).toMatch(/^\d{6}$/);
  });
});
