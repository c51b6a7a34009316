import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../../../../tests/support/fake-clock.ts';
import type { JsonFile } from '../../services/json-file.ts';
import { BrowserAccess, LINK_MS } from './access.ts';

type Sessions = ReturnType<ConstructorParameters<typeof BrowserAccess>[0]['get']>;

function memoryFile(): JsonFile<Sessions> {
  let value: Sessions = { sessions: [] };
  return {
    get: () => value,
    set: async (next) => {
      value = next;
    },
    flush: async () => {},
  };
}

let clock: FakeClock;
let access: BrowserAccess;
beforeEach(() => {
  clock = fakeClock();
  access = new BrowserAccess(memoryFile(), clock);
});
afterEach(() => access.dispose());

describe('a link', () => {
  it('works once', async () => {
    const token = access.issue();
    expect(await access.redeem(token)).toMatch(/^[\w-]{43}$/);
    expect(await access.redeem(token)).toBeNull();
    expect(clock.timers).toBe(0);
  });

  it('works for a minute and no longer', async () => {
    expect(LINK_MS).toBe(60_000);
    const [inTime, late] = [access.issue(), access.issue()];
    clock.advance(LINK_MS - 1);
    expect(await access.redeem(inTime)).not.toBeNull();
    clock.advance(1);
    expect(await access.redeem(late)).toBeNull();
  });

  it('is one of at most 16; an older one ends, and with it its timer', async () => {
    const tokens = Array.from({ length: 17 }, () => access.issue());
    expect(clock.timers).toBe(16);
    expect(await access.redeem(tokens[0] ?? '')).toBeNull();
    expect(await access.redeem(tokens[1] ?? '')).not.toBeNull();
  });

  it('leaves no timer behind', () => {
    access.issue();
    access.dispose();
    expect(clock.timers).toBe(0);
  });
});
