import { describe, expect, it } from 'vitest';
import type { AwayCause } from '#shared/domain/assignment.ts';
import { fakeClock } from '../../../tests/support/fake-clock.ts';
import { AutoAway } from './auto-away.ts';

/** Watches a machine whose idle time (null: the host cannot tell) and reports a test controls. */
function watch(idleMs: number | null = null) {
  const clock = fakeClock();
  const machine = { idleMs, away: (_cause: 'locked' | 'suspended'): void => {}, known: true };
  const reported: AwayCause[] = [];
  const away = new AutoAway({
    clock,
    idleAfterMs: () => 300_000,
    power: {
      onWake: () => () => {},
      onAway: (listener) => {
        machine.away = listener;
        return () => {
          machine.away = () => {};
        };
      },
      idleMs: () => machine.idleMs,
    },
    report: (cause) => {
      reported.push(cause);
      return Promise.resolve(machine.known);
    },
  });
  away.start();
  return { clock, machine, reported, away };
}

describe('being away by itself', () => {
  it('is reported once per absence, from the input in the windows', async () => {
    const { clock, reported, away } = watch();
    await clock.advanceAsync(299_000);
    away.active();
    await clock.advanceAsync(290_000);
    expect(reported).toEqual([]);
    await clock.advanceAsync(3_600_000);
    expect(reported).toEqual(['idle']);
    away.active();
    await clock.advanceAsync(30_000);
    await clock.advanceAsync(300_000);
    expect(reported).toEqual(['idle', 'idle']);
    away.dispose();
    expect(clock.timers).toBe(0);
  });

  it('goes by the idle time of the machine where the host knows it', async () => {
    const { clock, machine, reported } = watch(0);
    await clock.advanceAsync(3_600_000);
    expect(reported).toEqual([]);
    machine.idleMs = 300_000;
    await clock.advanceAsync(15_000);
    expect(reported).toEqual(['idle']);
  });

  it('is reported at once when the machine is locked, and again until the gateway knows', async () => {
    const { clock, machine, reported } = watch(0);
    machine.known = false;
    machine.away('locked');
    await clock.advanceAsync(30_000);
    expect(reported).toEqual(['locked', 'locked', 'locked']);
    machine.known = true;
    await clock.advanceAsync(60_000);
    expect(reported).toHaveLength(4);
  });

  it('is not reported late of somebody who is back', async () => {
    const { clock, machine, reported } = watch(300_000);
    machine.known = false;
    await clock.advanceAsync(15_000);
    expect(reported).toEqual(['idle']);
    machine.idleMs = 0;
    machine.known = true;
    await clock.advanceAsync(600_000);
    expect(reported).toEqual(['idle']);
  });

  it('ends with its owner', async () => {
    const { clock, machine, reported, away } = watch(0);
    away.dispose();
    machine.away('suspended');
    await clock.advanceAsync(60_000);
    expect([reported, clock.timers]).toEqual([[], 0]);
  });
});
