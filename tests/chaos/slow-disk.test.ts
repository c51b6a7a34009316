import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestBridge } from '../support/bridge.ts';
import { DisturbedShop } from '../support/disturbed-shop.ts';
import { until } from '../support/wait.ts';

/** Events a second: more than a console with this disk can commit one by one. */
const RATE = 100;
const COMMIT_MS = 120;

describe('a console whose disk is slow', () => {
  let around: DisturbedShop;
  let bridge: TestBridge;

  beforeAll(async () => {
    around = await DisturbedShop.open(['--rate', String(RATE), '--seed', '7']);
    bridge = around.shop.bridge;
    await bridge.call('session.sign_in_persona', { username: 'marco' });
    await untilLive();
  }, 120_000);

  afterAll(async () => {
    await around?.stop();
  }, 60_000);

  const state = async (): Promise<string> => (await bridge.call('connection.status', {})).state;
  const untilLive = (): Promise<void> =>
    until('the console is live', async () => (await state()) === 'live', 60_000);

  it('catches up with a busy shop that goes on', async () => {
    around.consoleAround.set({ commitMs: COMMIT_MS }, around.shop.console);
    for (let n = 0; n < 2; n += 1) {
      await bridge.call('connection.pause', {});
      await new Promise((done) => setTimeout(done, 4_000));
      await bridge.call('connection.resume', {});
      await until('it connects', async () => ['catching-up', 'live'].includes(await state()), 30_000);
      await untilLive();
    }
    around.check();
    expect(around.faults).toEqual([]);
  }, 240_000);
});
