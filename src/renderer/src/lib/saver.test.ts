import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SAVE_AFTER_MS, Saver } from './saver.ts';

let saved: string[];
let events: string[];
let refuse: boolean;
let saver: Saver<string>;

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  events = [];
  refuse = false;
  saver = new Saver({
    save: async (value) => {
      if (refuse) throw new Error('the disk is full');
      saved.push(value);
    },
    onSaved: (value) => events.push(`saved ${value}`),
    onFailed: () => events.push('failed'),
  });
});
afterEach(() => void vi.useRealTimers());

describe('a saver', () => {
  it('saves once, half a second after the last change', async () => {
    for (const value of ['a', 'ab', 'abc']) {
      saver.change(value);
      await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    }
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(saved).toEqual(['abc']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('saves at once when it is asked to, and leaves no timer', async () => {
    saver.change('a');
    await saver.flush();
    expect(saved).toEqual(['a']);
    expect(vi.getTimerCount()).toBe(0);
    await saver.flush();
    expect(saved).toEqual(['a']);
  });

  it('keeps what could not be saved, unless something newer was written', async () => {
    refuse = true;
    saver.change('a');
    await saver.flush();
    refuse = false;
    await saver.flush();
    expect(saved).toEqual(['a']);
    refuse = true;
    saver.change('b');
    const failing = saver.flush();
    saver.change('c');
    await failing;
    refuse = false;
    await saver.flush();
    expect(saved).toEqual(['a', 'c']);
    expect(events).toEqual(['failed', 'saved a', 'failed', 'saved c']);
  });
});
