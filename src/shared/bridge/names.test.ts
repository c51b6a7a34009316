import { describe, expect, it } from 'vitest';
import { METHODS, STREAMS } from './index.ts';
import { METHOD_NAMES, STREAM_NAMES } from './names.ts';

describe('bridge names', () => {
  it('are exactly those of the contract', () => {
    expect([...METHOD_NAMES].sort()).toEqual(Object.keys(METHODS).sort());
    expect([...STREAM_NAMES].sort()).toEqual(Object.keys(STREAMS).sort());
  });
});
