import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../../tests/support/fake-clock.ts';
import { GatewayTime } from './gateway-time.ts';

const START = 1_700_000_000_000;
const MINUTE = 60_000;

describe('GatewayTime', () => {
  it("is this machine's time before the first welcome, but not before the newest contact", () => {
    const clock = fakeClock(START);
    expect(new GatewayTime(clock, { atLeast: START - MINUTE }).now()).toBe(START);
    const time = new GatewayTime(clock, { atLeast: START + MINUTE });
    clock.advance(1_000);
    expect(time.now()).toBe(START + MINUTE + 1_000);
    expect(time.known).toBe(false);
  });

  it('goes on from what an engine that crashed knew, in a clock of the whole process', () => {
    const clock = fakeClock(START);
    const offsets: number[] = [];
    const before = new GatewayTime(clock, {}, (offset) => offsets.push(offset));
    before.welcomed(START + 7 * MINUTE, clock.monotonic());
    clock.jump(-MINUTE);
    clock.advance(1_000);
    const after = new GatewayTime(clock, { atLeast: START, offset: offsets.at(-1) ?? null });
    expect(after.now()).toBe(START + 7 * MINUTE + 1_000);
  });

  it("goes on evenly when this machine's clock is set forward or back", () => {
    const clock = fakeClock(START);
    const time = new GatewayTime(clock);
    time.welcomed(START + 5 * MINUTE, clock.monotonic());
    for (const jump of [-10 * MINUTE, 30 * MINUTE, -24 * 60 * MINUTE]) {
      const before = time.now();
      clock.jump(jump);
      clock.advance(1_000);
      expect(time.now() - before).toBe(1_000);
    }
    expect(time.known).toBe(true);
  });

  it('becomes exact to half a round trip, whatever the handshake took', () => {
    const clock = fakeClock(START);
    const time = new GatewayTime(clock);
    const ahead = 7 * MINUTE;
    const opened = clock.monotonic();
    clock.advance(8_000);
    time.welcomed(clock.now() + ahead, opened);
    const asked = clock.monotonic();
    clock.advance(20);
    const said = clock.now() + ahead;
    clock.advance(30);
    time.heard(said, asked);
    expect(Math.abs(time.now() - (clock.now() + ahead))).toBeLessThanOrEqual(25);
    // A heartbeat that was held up for seconds makes it no worse.
    const late = clock.monotonic();
    clock.advance(4_000);
    time.heard(clock.now() + ahead, late);
    expect(Math.abs(time.now() - (clock.now() + ahead))).toBeLessThanOrEqual(30);
  });

  it("follows the gateway when the gateway's clock is set", () => {
    const clock = fakeClock(START);
    const time = new GatewayTime(clock);
    time.welcomed(START, clock.monotonic());
    clock.advance(10_000);
    time.heard(START - 60 * MINUTE, clock.monotonic());
    expect(time.now()).toBe(START - 60 * MINUTE);
  });

  it('adds the time that the machine slept, once', () => {
    const clock = fakeClock(START);
    const time = new GatewayTime(clock);
    time.welcomed(START, clock.monotonic());
    // Asleep, the time of day goes on without the monotonic clock.
    clock.jump(8 * 60 * MINUTE);
    time.woke();
    time.woke();
    expect(time.now()).toBe(START + 8 * 60 * MINUTE);
    clock.jump(-MINUTE);
    time.woke();
    expect(time.now()).toBe(START + 8 * 60 * MINUTE);
  });

  it('is never off by more than the best round trip and the drift since', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 15_000 }),
      there: fc.integer({ min: 0, max: 3_000 }),
      back: fc.integer({ min: 0, max: 3_000 }),
      jump: fc.integer({ min: -3_600_000, max: 3_600_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 20 }),
        fc.integer({ max: 1e9 }),
        (steps, ahead) => {
          const clock = fakeClock(START);
          const time = new GatewayTime(clock);
          const gateway = (): number => START + ahead + clock.monotonic();
          let best = Number.POSITIVE_INFINITY;
          for (const { wait, there, back, jump } of steps) {
            clock.advance(wait);
            clock.jump(jump);
            const asked = clock.monotonic();
            clock.advance(there);
            const said = gateway();
            clock.advance(back);
            if (best === Number.POSITIVE_INFINITY) time.welcomed(said, asked);
            else time.heard(said, asked);
            best = Math.min(best, there + back) + (wait + there + back) * 0.0005;
            expect(Math.abs(time.now() - gateway())).toBeLessThanOrEqual(best + 1);
          }
        },
      ),
    );
  });
});
