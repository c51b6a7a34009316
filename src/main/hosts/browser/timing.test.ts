import { describe, expect, it } from 'vitest';
import type { Clock } from '../../ports.ts';
import { OptionError, parseHostOptions } from '../options.ts';
import { DriftPower } from './power.ts';
import { Bucket } from './rate.ts';

/** A clock whose timers a test fires, as late as it likes. */
function ownClock() {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    setTimeout(callback, ms) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  return {
    clock,
    timers,
    pass(ms: number) {
      now += ms;
      for (const timer of [...timers])
        if (timer.at <= now) {
          timers.delete(timer);
          timer.callback();
        }
    },
  };
}

describe('waking up', () => {
  it('is noticed by a timer that comes too late, once, and not by one a little late', () => {
    const { clock, pass, timers } = ownClock();
    const power = new DriftPower(clock);
    let woken = 0;
    power.onWake(() => {
      woken += 1;
    });
    const causes: string[] = [];
    power.onAway((cause) => causes.push(cause));
    power.start();
    for (const ms of [5_000, 5_500, 9_000, 14_900]) pass(ms);
    expect(woken).toBe(0);
    pass(3_600_000);
    expect(woken).toBe(1);
    pass(5_000);
    expect([woken, causes, power.idleMs()]).toEqual([1, ['suspended'], null]);
    power.dispose();
    expect(timers.size).toBe(0);
  });
});

describe('a bucket', () => {
  it('gives a burst, then so many a second, and never saves up more than a burst', () => {
    const { clock, pass } = ownClock();
    const bucket = new Bucket({ perSecond: 10, burst: 5 }, () => clock.now());
    const take = (n: number): number => Array.from({ length: n }, () => bucket.take()).filter(Boolean).length;
    expect(take(10)).toBe(5);
    pass(300);
    expect(take(10)).toBe(3);
    pass(60_000);
    expect(take(10)).toBe(5);
  });
});

describe('options', () => {
  it('are read from the command line', () => {
    const args = [
      '--server',
      'http://127.0.0.1:9/',
      '--port',
      '80',
      '--no-open',
      '--profile',
      'p-1',
      '--data-dir',
      '/d',
    ];
    expect(parseHostOptions(args, {})).toEqual({
      server: 'http://127.0.0.1:9',
      port: 80,
      open: false,
      profile: 'p-1',
      dataDir: '/d',
      demo: false,
    });
    expect(parseHostOptions([], { QUAYSIDE_DATA_DIR: '/e' })).toMatchObject({
      port: 0,
      open: true,
      profile: 'default',
      dataDir: '/e',
    });
    expect(parseHostOptions(['/app', '--inspect', '--no-open'], {}, false)).toMatchObject({ open: false });
  });

  it.for([
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', '1e3'],
    ['--server', 'ftp://x'],
    ['--server', 'http://x/y'],
    ['--profile', '../x'],
    ['--unknown'],
    ['stray'],
  ])('are refused: %s', (args) => {
    expect(() => parseHostOptions(args, {})).toThrow(OptionError);
  });
});
