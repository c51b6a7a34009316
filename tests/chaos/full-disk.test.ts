import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestEngine } from '../support/engine.ts';
import { EngineShop } from '../support/engine-shop.ts';
import { type SmallDisk, smallDisk } from '../support/full-disk.ts';

const probe = smallDisk(1);
probe?.remove();

let disk: SmallDisk;
let shop: EngineShop;
let console_: TestEngine;

beforeEach(async () => {
  const mounted = smallDisk(12);
  if (mounted === null) throw new Error('The disk could be mounted a moment ago.');
  disk = mounted;
  shop = await EngineShop.open();
  console_ = shop.console({ dir: disk.path });
});

afterEach(async () => {
  await console_?.dispose();
  await shop?.stop();
  disk?.remove();
});

// Skipped where no disk can be mounted: that takes Linux and root.
describe.skipIf(probe === null)('a console on a full disk', () => {
  it.each([1, 2, 3])('comes back by itself once there is room, started with a cache (%i)', async () => {
    await shop.enter(console_);
    await console_.untilLive();
    await console_.engine.pause();
    await shop.submit(console_);
    await console_.restart();
    shop.adjust(5);
    disk.fill();
    const opened = await shop.enter(console_);
    await console_.until('trouble', () => console_.engine.status().detail !== null);
    expect(console_.engine.status().state).not.toBe('live');
    expect(opened).toEqual({ ok: true, value: { quarantined: null } });
    disk.free();
    await shop.untilEqual(console_, 60_000);
    expect(shop.onHand()).toBe(1_006);
  });

  it('comes back by itself once there is room, started for the first time', async () => {
    disk.fill();
    await shop.enter(console_);
    await console_.until('trouble', () => (console_.engine.status().detail ?? '').includes('room'));
    expect(await console_.engine.read('chat.counts', {})).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('room') },
    });
    disk.free();
    await shop.untilEqual(console_, 60_000);
  });

  it('goes on when the disk fills up while it is live and has room later', async () => {
    await shop.enter(console_);
    await console_.untilLive();
    disk.fill();
    await console_.until('offline', () => {
      shop.adjust(1);
      return console_.engine.status().state !== 'live';
    });
    disk.free();
    await shop.untilEqual(console_, 60_000);
    await shop.submit(console_, 7);
    await shop.untilEqual(console_, 60_000);
    expect(console_.log.lines.filter(({ message }) => message === 'restarting the engine')).toEqual([]);
  });
});
