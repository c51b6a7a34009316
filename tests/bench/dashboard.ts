import { loadavg } from 'node:os';
import type { CDPSession, Page } from 'playwright';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { soldGoods } from '#shared/domain/orders.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { PaymentSumsKeeper } from '../../src/main/engine/domains/orders/sums.ts';
import { openTestCache } from '../support/cache.ts';
import { launchChromium } from '../support/chromium.ts';
import { makePayment } from '../support/make/order.ts';
import { seeded } from '../support/random.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * A board of twelve widgets over 30 days in Chromium on the browser host, while the demo store has 1,000 events a second and the sums of
 * the cache hold five million orders of sixty days. `value`: the 95th percentile from an event's commit at the gateway to the frame
 * that shows the figures with it, ms. Floor: two frames of an idle page. Also: frames over 16.7 ms in ten seconds, and the
 * processor time of the renderer as a share of one core, beside those of the same page without events.
 */
const ORDERS = Number(process.env['ORDERS'] ?? 5_000_000);
const RATE = Number(process.env['RATE'] ?? 1_000);
const SECONDS = Number(process.env['SECONDS'] ?? 30);
const DAYS = 60;
const KINDS = [
  'live.figures',
  'live.revenue_chart',
  'live.orders_chart',
  'live.top_products',
  'live.top_categories',
  'live.by_location',
  'live.by_region',
  'live.heat',
  'live.methods',
  'live.activity',
  'alerts.stock',
  'usage.meters',
] as const;

/** Adds the sums of the orders of sixty days to the cache of a console that does not run. */
function addSums(file: string, userId: string): void {
  const { writer } = openTestCache(file, { userId, userName: 'Marco Reyes', now: () => Date.now() });
  try {
    const ids = (table: string): string[] =>
      z.array(z.string()).parse(writer.db.prepare(`SELECT id FROM ${table} LIMIT 400`).pluck().all());
    const [items, places] = [ids('items'), ids('locations')];
    const random = seeded(5);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const start = Date.now() - DAYS * DAY_MS;
    for (let n = 0; n < ORDERS; n += 20_000)
      writer.amend((bind) => {
        const keeper = new PaymentSumsKeeper(bind);
        for (let k = n; k < Math.min(n + 20_000, ORDERS); k += 1) {
          const lines = [1, 2, 3].map((quantity) => ({
            itemId: pick(items),
            quantity,
            total: quantity * 900,
          }));
          const payment = makePayment({
            amount: 5_400,
            at: Math.floor(start + (k / ORDERS) * (DAYS * DAY_MS - 60_000)),
            settlesOrder: true,
            locationId: pick(places),
            method: k % 3 === 0 ? 'paypal' : 'card',
          });
          keeper.count({ ...payment, sold: soldGoods(lines) }, 1);
        }
        for (const tally of keeper.tallies) tally.flush();
      });
  } finally {
    writer.close();
  }
}

/** Milliseconds from commit to paint of every change of the figures, and the frames, while some seconds pass. Runs in the page. */
const MEASURE = `(ms) => new Promise((done) => {
  const [delays, frames] = [[], []];
  let [seen, last] = ['', performance.now()];
  const look = () => {
    const at = document.querySelector('[data-at]')?.getAttribute('data-at') ?? '';
    if (at === seen || at === '') return;
    seen = at;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => delays.push(performance.timeOrigin + performance.now() - Number(at));
      channel.port2.postMessage(null);
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-at'] });
  const begun = last;
  const step = (now) => {
    frames.push(now - last);
    last = now;
    if (now - begun < ms) return requestAnimationFrame(step);
    observer.disconnect();
    done({ delays, frames: frames.slice(2) });
  };
  requestAnimationFrame(step);
})`;
const Measured = z.object({ delays: z.array(z.number()), frames: z.array(z.number()) });

/** The processor time of the page's main thread, ms. */
async function worked(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

async function measure(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const [before, began] = [await worked(cdp), performance.now()];
  const { delays, frames } = Measured.parse(await page.evaluate(`(${MEASURE})(${SECONDS * 1000})`));
  const cpu = (await worked(cdp)) - before;
  const seconds = (performance.now() - began) / 1000;
  await cdp.detach();
  return {
    delays,
    // Frames are timed to 0.1 ms and come a little early or late: one that was left out takes two periods.
    over167Per10s: rounded((frames.filter((ms) => ms > 16.75).length / seconds) * 10, 1),
    leftOutPer10s: rounded((frames.filter((ms) => ms > 25).length / seconds) * 10, 1),
    frameP95: rounded(quantile(frames, 0.95), 1),
    longest: rounded(Math.max(...frames), 1),
    cpuShare: rounded(cpu / 1000 / seconds, 3),
  };
}

async function openBoard(shop: Shop): Promise<string> {
  const boardId = uuidv7();
  const widgets = KINDS.map((kind, i) => ({
    id: kind,
    kind,
    ...(i === 0
      ? { x: 0, y: 0, w: 12, h: 3 }
      : { x: ((i - 1) % 3) * 4, y: 3 + Math.floor((i - 1) / 3) * 6, w: 4, h: 6 }),
    options: {},
  }));
  await shop.bridge.call('commands.submit', {
    id: uuidv7(),
    type: 'boards.save',
    data: { boardId, name: 'Benchmark', widgets, expected: null },
  });
  await until(
    'the board is saved',
    async () => (await shop.bridge.call('app.diagnostics', {})).outboxPending === 0,
  );
  return boardId;
}

const live = (shop: Shop): Promise<void> =>
  until(
    'live',
    async () =>
      (await shop.bridge.try('connection.status', {})).ok &&
      (await shop.bridge.call('connection.status', {})).state === 'live',
    180_000,
  );

const shop = await openShop({ demo: ['--seed', '11'] });
const browser = await launchChromium();
try {
  const { user } = await shop.bridge.call('session.sign_in_persona', { username: 'marco' });
  await until('the history is written', () => shop.gateway.tail.includes('demo shop ready'), 240_000);
  await live(shop);
  await until(
    'all history is loaded',
    async () => (await shop.bridge.call('history.ranges', {})).ranges.length === 0,
    120_000,
  );
  const boardId = await openBoard(shop);
  await shop.console.stop();
  const began = performance.now();
  addSums(shop.cacheFile(), user?.id ?? '');
  note(`sums of ${ORDERS} orders: ${rounded((performance.now() - began) / 1000)} s`);
  await shop.restartConsole();
  await live(shop);

  const context = await browser.newContext({ viewport: { width: 1440, height: 1400 } });
  const { origin, cookie } = shop.session;
  const [name, value] = cookie.split('=', 2);
  await context.addCookies([{ name: name ?? '', value: value ?? '', url: origin }]);
  const page = await context.newPage();
  await page.goto(`${origin}/#/live?board=${boardId}&window=30d`);
  await page.waitForSelector('[data-at]');
  await page.waitForTimeout(5_000);
  const idle = await measure(page);
  const frame = z
    .number()
    .parse(
      await page.evaluate(
        'new Promise((done) => { const began = performance.now(); requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began))); })',
      ),
    );
  note(`without events: ${JSON.stringify({ ...idle, delays: idle.delays.length })}`);

  await shop.gateway.stop();
  await shop.restartGateway(true, ['--rate', String(RATE), '--seed', '11']);
  await live(shop);
  await page.waitForTimeout(8_000);
  const from = await shop.bridge.call('app.diagnostics', {});
  const busy = await measure(page);
  const to = await shop.bridge.call('app.diagnostics', {});
  const p95 = rounded(quantile(busy.delays, 0.95), 1);
  report({
    bench: 'dashboard',
    value: p95,
    unit: 'ms',
    floor: rounded(frame, 1),
    ratio: rounded(p95 / frame, 2),
    p50: rounded(quantile(busy.delays, 0.5), 1),
    changes: busy.delays.length,
    eventsPerSecond: rounded((to.appliedEvents - from.appliedEvents) / SECONDS),
    widgets: KINDS.length,
    orders: ORDERS,
    framesOver167Per10s: busy.over167Per10s,
    framesOver167Per10sFloor: idle.over167Per10s,
    framesLeftOutPer10s: busy.leftOutPer10s,
    framesLeftOutPer10sFloor: idle.leftOutPer10s,
    frameP95: busy.frameP95,
    longestFrame: busy.longest,
    rendererCpuShare: busy.cpuShare,
    rendererCpuShareFloor: idle.cpuShare,
    load: loadavg().map((load) => rounded(load, 1)),
  });
} finally {
  await browser.close();
  await shop.stop();
}
