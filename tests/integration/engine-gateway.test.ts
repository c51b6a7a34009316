import { rmSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { EngineAccount } from '../../src/main/engine/api/engine.ts';
import { TestEngine } from '../support/engine.ts';
import { temporaryFolder } from '../support/folders.ts';
import { adjust, ITEM, type RestartableShop, SHOP, startShop, USER } from '../support/restartable-shop.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

let shop: RestartableShop;
let console_: TestEngine;

beforeEach(async () => {
  shop = await startShop();
  console_ = new TestEngine({
    token: () => shop.token(),
  });
});

afterEach(async () => {
  await console_.dispose();
  await shop.stop();
  shop.folder.remove();
});

async function account(port = shop.port): Promise<EngineAccount> {
  return {
    server: `http://127.0.0.1:${port}`,
    userId: USER.id,
    userName: USER.name,
    permissions: PERMISSIONS,
    accessToken: await shop.token(),
  };
}

async function goLive(): Promise<void> {
  const opened = await console_.engine.open(await account(), { realtime: true });
  expect(opened).toMatchObject({ ok: true, value: { quarantined: null } });
  await console_.untilLive();
}

async function shownOnHand(): Promise<{ onHand: number; pending: number } | null> {
  const read = await console_.engine.read('inventory.item', { itemId: ITEM });
  const level = read.ok ? read.value.levels[0] : undefined;
  return level === undefined ? null : { onHand: level.onHand, pending: level.pendingOnHand };
}

describe('the engine and a gateway', () => {
  it('goes live, reads what it cached, and sends a command whose effect shows before and after', async () => {
    await goLive();
    expect(await shownOnHand()).toEqual({ onHand: 1_000, pending: 0 });
    const changes = console_.watch('outbox.changes');
    const notices = console_.watch('changes.notices');
    const command = adjust(-10);
    expect(await console_.engine.submit(command)).toMatchObject({ ok: true, value: { state: 'queued' } });
    await console_.until('settled', () =>
      changes.some(({ entries }) => entries.some((e) => e.id === command.id && e.state === 'settled')),
    );
    expect(await shownOnHand()).toEqual({ onHand: 990, pending: 0 });
    // A notice waits until the one before it was taken, so it may come after the outbox's. One that says that all of the inventory
    // changed, as after a first sync, names no levels.
    await console_.until('the level on screen', () =>
      notices.some(
        ({ topics, levels }) =>
          topics.some(({ topic, keys }) => topic === 'inventory' && keys === null) ||
          levels.some(({ itemId, onHand }) => itemId === ITEM && onHand === 990),
      ),
    );
    expect(shop.onHand()).toBe(990);
  });

  it('undoes the effect of what the gateway refuses, and says so once', async () => {
    await goLive();
    const toasts = console_.watch('notifications.toasts');
    const command = adjust(-5_000);
    await console_.engine.pause();
    await console_.engine.submit(command);
    expect(await shownOnHand()).toEqual({ onHand: 1_000, pending: -5_000 });
    await console_.engine.resume();
    await console_.until('refused', () =>
      toasts.some((item) => item.toasts.some(({ id }) => id === command.id)),
    );
    expect(await shownOnHand()).toEqual({ onHand: 1_000, pending: 0 });
    const outbox = await console_.engine.read('commands.outbox', {});
    expect(outbox).toMatchObject({
      ok: true,
      value: { entries: [{ id: command.id, state: 'refused', error: { code: 'insufficient_stock' } }] },
    });
    expect(await console_.engine.discard({ id: command.id })).toEqual({ ok: true, value: {} });
  });

  it('has every command take effect once while the gateway is stopped and started', async () => {
    await goLive();
    let issued = 0;
    for (let round = 0; round < 4; round += 1) {
      for (let n = 0; n < 10; n += 1) {
        issued += 1;
        expect((await console_.engine.submit(adjust(-1))).ok).toBe(true);
      }
      await shop.stop();
      issued += 1;
      expect((await console_.engine.submit(adjust(-1))).ok).toBe(true);
      await shop.start();
      for (let n = 0; n < 5; n += 1)
        await shop.command('inventory.receive', {
          itemId: ITEM,
          locationId: SHOP,
          quantity: 1,
          reference: null,
        });
    }
    const changes = console_.watch('outbox.changes');
    await console_.reconnect(() => changes.at(-1)?.pending === 0, 60_000);
    await console_.untilLive();
    expect(shop.onHand()).toBe(1_000 + 20 - issued);
    await console_.until('the same level', async () => (await shownOnHand())?.onHand === shop.onHand());
    const diagnostics = await console_.engine.diagnostics();
    expect(diagnostics).toMatchObject({ ok: true, value: { refusedEvents: 0, outboxPending: 0 } });
  });

  it('catches up with what it missed, and makes one toast of it', async () => {
    await goLive();
    const toasts = console_.watch('notifications.toasts');
    await console_.engine.pause();
    await shop.command('inventory.adjust', { ...adjust(-998).data });
    await shop.command('alerts.raise', { alertId: uuidv7(), severity: 'warning', message: 'Door open' });
    await console_.engine.resume();
    await console_.untilLive();
    await console_.until('a summary', () => toasts.length > 0);
    expect(toasts.flatMap((item) => item.toasts).map(({ message }) => message)).toEqual(['toast.caught_up']);
    expect(await shownOnHand()).toEqual({ onHand: 2, pending: 0 });
    await shop.command('alerts.raise', { alertId: uuidv7(), severity: 'critical', message: 'Fire' });
    await console_.until('a live toast', () => toasts.length > 1);
    expect(toasts[1]?.toasts).toMatchObject([
      { message: 'toast.alert_manual', severity: 'critical', values: { message: 'Fire' } },
    ]);
  });

  it('keeps what it told and what was missed for the notification centre, with what was read, over a restart', async () => {
    const centre = async () => {
      const list = await console_.engine.read('notifications.list', { after: null, limit: 10 });
      if (!list.ok) throw new Error(list.error.message);
      const { rows, unread } = list.value;
      return {
        unread: unread.all,
        told: rows.map(({ values, readAt }) => [values['message'], readAt !== null]),
      };
    };
    await goLive();
    const raise = (alertId: string, message: string) =>
      shop.command('alerts.raise', { alertId, severity: 'warning', message });
    await console_.engine.pause();
    await raise(uuidv7(), 'Missed');
    await console_.engine.resume();
    await console_.untilLive();
    const seen = uuidv7();
    await raise(seen, 'Seen');
    await console_.until('both', async () => (await centre()).unread === 2);
    expect((await centre()).told).toEqual([
      ['Seen', false],
      ['Missed', false],
    ]);
    expect(await console_.engine.markRead({ subject: { kind: 'alert', id: seen } })).toMatchObject({
      ok: true,
    });
    const known = {
      unread: 1,
      told: [
        ['Seen', true],
        ['Missed', false],
      ],
    };
    expect(await centre()).toEqual(known);
    await console_.restart();
    await console_.engine.open(await account(), { realtime: false });
    expect(await centre()).toEqual(known);
    await console_.engine.markRead({ subject: null });
    expect((await centre()).unread).toBe(0);
  });

  it('streams figures while it is live', async () => {
    await goLive();
    const figures = console_.watch('live.figures', { window: '1h' });
    await console_.until('two items', () => figures.length >= 2);
    expect(figures[0]).toMatchObject({ window: '1h' });
  });

  it('is unauthorised with a token nobody knows, and live again with a good one', async () => {
    const bad = { ...(await account()), accessToken: 'nonsense' };
    const good = console_;
    await good.engine.open(bad, { realtime: true });
    await good.until('live by a fresh token', () => good.engine.status().state === 'live');
    const stranger = new TestEngine();
    try {
      await stranger.engine.open(bad, { realtime: true });
      await stranger.until('unauthorised', () => stranger.engine.status().state === 'unauthorised');
    } finally {
      await stranger.dispose();
    }
  });

  it('knows after a start without the gateway when its cache was last complete', async () => {
    await goLive();
    const known = await account();
    const { at } = console_.engine.status().asOf;
    await shop.stop();
    await console_.restart();
    const status = console_.watch('connection.status');
    await console_.engine.open(known, { realtime: true });
    await console_.until('a status', () => status.some(({ gatewayTime }) => gatewayTime !== null));
    for (const { gatewayTime, asOf } of status)
      if (gatewayTime !== null) expect(asOf.at).toBeGreaterThanOrEqual(at ?? Number.POSITIVE_INFINITY);
    // Another user's cache was never complete.
    await console_.engine.open({ ...known, userId: uuidv7() }, { realtime: true });
    expect(console_.engine.status().asOf.at).toBeNull();
  });

  it('keeps a command that was taken offline over a restart of the whole engine', async () => {
    await goLive();
    await console_.engine.close();
    const { dir } = console_;
    await console_.engine.open(await account(), { realtime: false });
    expect(console_.engine.status().state).toBe('paused');
    await console_.engine.submit(adjust(-7));
    await console_.engine.dispose();
    console_ = new TestEngine({ dir });
    await goLive();
    await console_.until('the effect', () => shop.onHand() === 993);
    rmSync(dir, { recursive: true, force: true });
  });
});

describe('a gateway restored from a backup', () => {
  it('gets the accepted commands again that the backup lacks, each once, and the notice names them', async () => {
    await goLive();
    const changes = console_.watch('outbox.changes');
    const settled = (id: string): Promise<void> =>
      console_.until('settled', () =>
        changes.some(({ entries }) => entries.some((e) => e.id === id && e.state === 'settled')),
      );
    const [kept, lost, offline] = [adjust(-1), adjust(-10), adjust(-100)];
    await console_.engine.submit(kept);
    await settled(kept.id);
    await shop.stop();
    const copy = temporaryFolder('backup');
    shop.backup(copy.path);
    await shop.start();
    await console_.reconnect();
    await console_.engine.submit(lost);
    await settled(lost.id);
    await console_.engine.pause();
    await shop.stop();
    shop.restore(copy.path);
    copy.remove();
    await shop.start();
    expect([shop.onHand(), shop.movements(lost.id)]).toEqual([999, 0]);
    // The new history grows past the console's position before the console is back.
    const more = { itemId: ITEM, locationId: SHOP, quantity: 1, reference: null };
    for (let n = 0; n < 20; n += 1) await shop.command('inventory.receive', more);
    await console_.engine.submit(offline);
    changes.length = 0;
    await console_.engine.resume();
    await settled(lost.id);
    await settled(offline.id);
    expect(shop.onHand()).toBe(1_000 - 111 + 20);
    expect([kept, lost, offline].map(({ id }) => shop.movements(id))).toEqual([1, 1, 1]);
    await console_.until('the same level', async () => (await shownOnHand())?.onHand === shop.onHand());
    await console_.until('a notice that names what was lost', () => {
      const { notice } = console_.engine.status();
      return notice?.inDoubt.length === 1 && notice.inDoubt[0]?.id === lost.id;
    });
    console_.engine.dismissNotice();
    await console_.until('no notice', () => console_.engine.status().notice === null);
  });
});

describe('discarding a command that was sent', () => {
  it('withdraws it, unless it has run', async () => {
    const line = await TcpProxy.to(shop.port);
    try {
      await console_.engine.open(await account(line.port), { realtime: true });
      await console_.untilLive();
      const changes = console_.watch('outbox.changes');
      const ran = adjust(-1);
      // Of another subject, so that it does not wait for the first.
      const other = adjust(-10);
      const unsent = { ...other, data: { ...other.data, itemId: uuidv7() } };
      const sending = (id: string): Promise<void> =>
        console_.until('sending', () =>
          changes.some(({ entries }) => entries.some((e) => e.id === id && e.state === 'sending')),
        );
      line.silence();
      await console_.engine.submit(ran);
      await sending(ran.id);
      // The gateway has run the same command, and its answer was lost.
      const reply = await shop.submit({ ...ran, at: Date.now() });
      expect(reply).toMatchObject({ ok: true });
      await console_.engine.submit(unsent);
      await sending(unsent.id);
      for (const { id } of [ran, unsent]) expect((await console_.engine.discard({ id })).ok).toBe(true);
      expect(await shownOnHand()).toEqual({ onHand: 1_000, pending: 0 });
      line.cut();
      line.restore();
      await console_.reconnect(() => changes.at(-1)?.pending === 0);
      expect(await console_.engine.read('commands.outbox', {})).toMatchObject({
        value: { entries: [{ id: ran.id, state: 'settled' }] },
      });
      expect(await shop.submit({ ...unsent, at: Date.now() })).toMatchObject({
        ok: false,
        error: { code: 'withdrawn' },
      });
      expect(shop.onHand()).toBe(999);
    } finally {
      await line.close();
    }
  });
});

describe('a half-open link', () => {
  it('is noticed within 15 s and replaced', async () => {
    const line = await TcpProxy.to(shop.port);
    try {
      await console_.engine.open(await account(line.port), { realtime: true });
      await console_.untilLive();
      line.silence();
      const began = Date.now();
      await console_.until('noticed', () => console_.engine.status().state !== 'live', 16_000);
      expect(Date.now() - began).toBeLessThan(15_000);
      expect(console_.engine.status().detail).toContain('stopped answering');
      line.cut();
      line.restore();
      await console_.untilLive(30_000);
    } finally {
      await line.close();
    }
  });
});
