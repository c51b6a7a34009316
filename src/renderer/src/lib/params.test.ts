import { expect, it } from 'vitest';
import { unlessDefault, withParams } from './params.ts';

it('sets some parameters of an address, takes others away, and leaves the rest', () => {
  const before = new URLSearchParams('keep=1&status=late&q=tea');
  const after = withParams(before, { status: unlessDefault('any', 'any'), q: '', customer: 'c-1' });
  expect(after.toString()).toBe('keep=1&customer=c-1');
  expect(before.toString()).toBe('keep=1&status=late&q=tea');
});
