import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../lib/new-id.ts';
import { gatewayNow, receiveGatewayTime } from './gateway-time.ts';

const START = 1_800_000_000_000;
const HOUR = 3_600_000;

/** The time in a UUIDv7, ms. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe("the gateway's time in the window", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    receiveGatewayTime(START + HOUR);
  });
  afterEach(() => void vi.useRealTimers());

  it.for([-HOUR, HOUR])("goes on evenly when this machine's clock is set by %i ms", (jump) => {
    vi.setSystemTime(START + jump);
    vi.advanceTimersByTime(1_000);
    expect(gatewayNow()).toBe(START + HOUR + 1_000);
    receiveGatewayTime(null);
    expect(gatewayNow()).toBe(START + HOUR + 1_000);
    receiveGatewayTime(START);
    expect(gatewayNow()).toBe(START);
  });

  it('is in the ids of commands, which ascend', () => {
    const ids = Array.from({ length: 50 }, () => newId());
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(50);
    expect(Math.abs(timeOf(ids[0] ?? '') - (START + HOUR))).toBeLessThan(1_000);
    receiveGatewayTime(START);
    expect(newId() > (ids.at(-1) ?? '')).toBe(true);
  });
});
