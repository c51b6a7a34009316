import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { outboxPath } from '../../src/main/engine/store/outbox-file.ts';
import type { WorkerFactory } from '../../src/main/ports.ts';
import { leafPages, overwritePages } from '../support/damage.ts';
import type { TestEngine } from '../support/engine.ts';
import { EngineShop } from '../support/engine-shop.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { testWorkers } from '../support/workers.ts';

/** Workers whose background check finds nothing, so that something else has to notice the damage. */
const withoutCheck: WorkerFactory = {
  engine: testWorkers.engine,
  reader: (data) =>
    z.object({ check: z.boolean().optional() }).parse(data).check
      ? new Worker('', { eval: true })
      : testWorkers.reader(data),
};

const UNSENT = 60;

let folder: TemporaryFolder;
let shop: EngineShop;
let console_: TestEngine;

beforeEach(async () => {
  folder = temporaryFolder('damage');
  shop = await EngineShop.open();
});

afterEach(async () => {
  await console_?.dispose();
  await shop?.stop();
  folder.remove();
});

/** A console that was live, and then left unsent commands and a draft. Returns the path of its cache. */
async function leave(workers: WorkerFactory = testWorkers): Promise<string> {
  console_ = shop.console({ dir: folder.path, workers });
  expect(await shop.enter(console_)).toMatchObject({ ok: true });
  await console_.untilLive();
  for (let n = 0; n < 50; n++) shop.adjust(1);
  await shop.untilEqual(console_);
  await console_.engine.pause();
  for (let n = 0; n < UNSENT; n++) await shop.submit(console_);
  await console_.engine.saveDraft({ conversationId: 'talk', body: 'unsent words' });
  const cache = console_.cacheFile();
  await console_.restart();
  console_.forget();
  return cache;
}

/** The cache was replaced while it was open, and everything unsent has taken effect once. */
async function expectRebuilt(before: number): Promise<void> {
  await console_.until(
    'a new cache',
    async () => {
      const diagnostics = await console_.engine.diagnostics();
      return diagnostics.ok && diagnostics.value.quarantined !== null;
    },
    30_000,
  );
  await console_.engine.resume();
  await shop.untilEqual(console_);
  await console_.until('an empty outbox', async () => (await console_.diagnostics()).outboxPending === 0);
  expect(shop.onHand()).toBe(before + UNSENT);
  const draft = await console_.engine.read('chat.draft', { conversationId: 'talk' });
  expect(draft).toEqual({ ok: true, value: { body: 'unsent words' } });
  expect(console_.snapshots().length).toBeGreaterThan(3);
}

describe('a cache that is damaged', () => {
  it('is replaced when the writer meets the damage', async () => {
    const cache = await leave(withoutCheck);
    overwritePages(cache, leafPages(cache, 'events', 'events_by_channel'));
    const toasts = console_.watch('notifications.toasts');
    expect(await shop.enter(console_, false)).toEqual({ ok: true, value: { quarantined: null } });
    const before = shop.onHand() + 1;
    shop.adjust(1);
    await console_.engine.resume();
    await expectRebuilt(before);
    await console_.until('a toast', () =>
      toasts.some(({ toasts: shown }) => shown.some(({ message }) => message === 'toast.cache_rebuilt')),
    );
  });

  it('is replaced when a reader meets the damage', async () => {
    const cache = await leave(withoutCheck);
    overwritePages(cache, leafPages(cache, 'conversations'));
    expect(await shop.enter(console_, false)).toEqual({ ok: true, value: { quarantined: null } });
    const read = await console_.engine.read('chat.conversation', { conversationId: 'talk' });
    expect(read.ok).toBe(false);
    await expectRebuilt(shop.onHand());
  });

  it('is replaced when the check in the background finds the damage', async () => {
    const cache = await leave();
    overwritePages(cache, leafPages(cache, 'conversations'));
    expect(await shop.enter(console_, false)).toEqual({ ok: true, value: { quarantined: null } });
    await expectRebuilt(shop.onHand());
  });

  it('loses no unsent command and no draft when it was cut in half', async () => {
    const cache = await leave();
    writeFileSync(cache, readFileSync(cache).subarray(0, statSync(cache).size / 2));
    const before = shop.onHand();
    expect(await shop.enter(console_)).toMatchObject({ ok: true });
    await expectRebuilt(before);
  });
});

describe('an outbox file that is damaged', () => {
  it('is replaced by what can be read, and the user is told', async () => {
    const cache = await leave();
    const outbox = outboxPath(cache);
    overwritePages(outbox, leafPages(outbox, 'outbox').slice(1, 2));
    const before = shop.onHand();
    const toasts = console_.watch('notifications.toasts');
    expect(await shop.enter(console_)).toMatchObject({ ok: true });
    await console_.until('a toast', () => toasts.some(({ toasts: shown }) => shown.length > 0));
    const [toast] = toasts.flatMap(({ toasts: shown }) => shown);
    expect(toast).toMatchObject({ message: 'toast.outbox_damaged', severity: 'critical' });
    const rescued = Number(toast?.values['commands']);
    expect(rescued).toBeGreaterThan(UNSENT / 2);
    expect(rescued).toBeLessThan(UNSENT);
    await shop.untilEqual(console_);
    await console_.until('an empty outbox', async () => (await console_.diagnostics()).outboxPending === 0);
    expect(shop.onHand()).toBe(before + rescued);
    expect(await console_.diagnostics()).toMatchObject({
      quarantined: null,
      quarantinedOutbox: expect.stringContaining('corrupt'),
    });
    // The cache stayed: no channel was loaded again.
    expect(console_.snapshots()).toEqual([]);
  });
});
