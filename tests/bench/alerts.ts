import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { launchChromium } from '../support/chromium.ts';
import { makeItem } from '../support/make/item.ts';
import { openShop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { loopsOf } from './lib/loops.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * Milliseconds from a movement that raises an alert to the frame with its badge: a gateway with the demo's steady load, the
 * browser host's engine, and the navigation entry in Chromium. One item is sold out and refilled in turns; the badge's number
 * is timed at the frame after the one that painted it, and compared with the alert's own time, which is that of its command
 * before the commit. Floor: two frames, what the measuring itself takes in an idle page.
 */
const RATE = 300;
const ALERTS = 120;
const PAUSE_MS = 120;
const GIVE_UP_MS = 5_000;

const shop = await openShop({ demo: ['--rate', String(RATE), '--seed', '11'] });
const browser = await launchChromium();
const db = new Database(join(shop.gatewayDir, 'gateway.db'), { readonly: true });
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { origin, cookie } = shop.session;
  const [name, value] = cookie.split('=', 2);
  await context.addCookies([{ name: name ?? '', value: value ?? '', url: origin }]);
  const page = await context.newPage();
  await shop.bridge.call('session.sign_in_persona', { username: 'marco' });
  await until(
    'live',
    async () => (await shop.bridge.call('connection.status', {})).state === 'live',
    120_000,
  );
  await until(
    'the history is in',
    async () =>
      Date.now() - ((await shop.bridge.call('live.figures', { window: '1h' })).lastEventAt ?? 0) < 2_000,
    120_000,
  );
  await page.goto(`${origin}/#/alerts`);
  const badge = page.locator('nav a[href="#/alerts"]');
  await badge.waitFor();
  // The first alert makes the badge appear wherever none is open.
  await page.evaluate(() => {
    const seen: { count: number; at: number }[] = [];
    Object.assign(window, { seen });
    const read = (): number =>
      Number(/\d+/.exec(document.querySelector('nav a[href="#/alerts"] .sr-only')?.textContent ?? '0')?.[0]);
    let last = read();
    const look = (): void => {
      const count = read();
      if (count === last) return;
      last = count;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => seen.push({ count, at: Date.now() });
        channel.port2.postMessage(null);
      });
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  const frame = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        const started = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - started)));
      }),
  );
  const send = (type: 'inventory.create_item' | 'inventory.adjust', data: unknown): Promise<unknown> =>
    shop.bridge.call('commands.submit', { id: uuidv7(), type, data });
  // An item of its own, which no order takes from.
  const item = makeItem({ id: 'bench-item', sku: 'BENCH-1', currency: 'USD' });
  await send('inventory.create_item', { item });
  const level = { itemId: item.id, available: 50 };
  const adjust = (quantity: number): Promise<unknown> =>
    send('inventory.adjust', {
      itemId: level.itemId,
      locationId: 'store',
      change: { mode: 'delta', quantity },
      reason: 'cycle count',
      reference: null,
    });
  await adjust(level.available);
  await page.waitForTimeout(2_000);
  const movements = (): number =>
    db.prepare<[], { n: number }>('SELECT count(*) AS n FROM movements').get()?.n ?? 0;
  const seen = async () =>
    z
      .array(z.object({ count: z.number(), at: z.number() }))
      .parse(await page.evaluate(() => Reflect.get(window, 'seen')));
  const started = performance.now();
  const before = movements();
  const samples: number[] = [];
  for (let n = 0; n < ALERTS; n += 1) {
    const known = (await seen()).length;
    await adjust(n % 2 === 0 ? -level.available : level.available);
    const shown = await until('the badge', async () => (await seen()).length > known, GIVE_UP_MS).then(
      async () => (await seen())[known],
      // An alert of the load ended at the same moment, so that the number stayed as it was.
      () => undefined,
    );
    const column = n % 2 === 0 ? 'raised_at' : 'resolved_at';
    const at = db
      .prepare<[string], { at: number }>(
        `SELECT ${column} AS at FROM alerts WHERE item_id = ? AND location_id = 'store' ORDER BY ${column} DESC LIMIT 1`,
      )
      .get(level.itemId)?.at;
    if (shown && at !== undefined) samples.push(shown.at - at);
    await page.waitForTimeout(PAUSE_MS);
  }
  const perSecond = ((movements() - before) / (performance.now() - started)) * 1000;
  note(`${samples.length} changes of the badge at ${rounded(perSecond)} movements/s`);
  report({
    bench: 'alerts',
    value: rounded(quantile(samples, 0.95), 1),
    unit: 'ms',
    floor: rounded(frame, 1),
    ratio: null,
    p50: rounded(quantile(samples, 0.5), 1),
    p95: rounded(quantile(samples, 0.95), 1),
    p99: rounded(quantile(samples, 0.99), 1),
    samples: samples.length,
    unseen: ALERTS - samples.length,
    movementsPerSecond: rounded(perSecond),
    ...(await loopsOf(shop.gateway.address, await shop.bridge.call('app.diagnostics', {}))),
  });
} finally {
  db.close();
  await browser.close();
  await shop.stop();
}
