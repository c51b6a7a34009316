import { readdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { CDPSession, Page } from 'playwright';
import { openSql } from '../../src/gateway/db/open.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startTestGateway } from '../support/gateway.ts';
import { until } from '../support/wait.ts';
import { openConsoleWindow } from './lib/console-window.ts';
import { buildLargeGateway } from './lib/large-gateway.ts';
import { median, note, quantile, report, rounded } from './lib/report.ts';

/**
 * The inbox with 50,000 conversations and 1,000,000 messages in the cache, in Chromium on the browser host. `value`: the 95th
 * percentile from the key that switches the conversation to the frame that shows its newest message, ms, at the pace of somebody who
 * looks at each; `switchAtOnceMs` is without a pause. Floor: a key that changes
 * an empty page, to its frame. Also: opening the inbox, paging up in a conversation of 10,000 messages, and the heap after every
 * twentieth of 200 conversations opened in turn. `--scale N` makes everything N times smaller.
 */
const at = process.argv.indexOf('--scale');
const SCALE = at === -1 ? 1 : Number(process.argv[at + 1]);
const MESSAGES = 1_000_000 / SCALE;
const PER_CONVERSATION = 20;
/** The messages of the longest conversation: taken from the oldest conversations. */
const LONG = Math.min(10_000, MESSAGES / 10);
const LONG_TALK = 'talk-0000000';
const OPENED = 30;
const SWITCHED = 200;
const PAGES = 60;
/** Between two keys of somebody who looks at what each shows, ms. */
const PACE_MS = 300;
const HEAP_EVERY = 20;

/** The newest message of a conversation has this number in its text. */
const newestOf = (talk: number): number => talk * PER_CONVERSATION + PER_CONVERSATION - 1;

/** The largest database in a folder: the cache. */
function cacheIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = files.find((name) => /cache\.db$/.test(name)) ?? files.find((name) => name.endsWith('.db'));
  if (found === undefined) throw new Error(`There is no database in ${folder}.`);
  return join(folder, found);
}

/**
 * Runs in the page: presses are timed from the event's own time to the frame after the change, when it has been handed to the
 * compositor. `ready` holds the condition of the next press.
 */
const TIMING = `(() => {
  const timing = { ready: () => false, begun: null, took: null };
  const painted = () => {
    if (timing.begun === null || timing.done || !timing.ready()) return;
    timing.done = true;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { timing.took = performance.now() - timing.begun; };
      port2.postMessage(null);
    });
  };
  addEventListener('keydown', (event) => {
    timing.begun = event.timeStamp; timing.took = null; timing.done = false;
  }, { capture: true });
  new MutationObserver(painted).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  addEventListener('scroll', painted, { capture: true });
  globalThis.timing = timing;
})()`;

/** Presses a key and returns the milliseconds until `ready`, an expression, holds and is painted. */
async function press(page: Page, keys: readonly string[], ready: string): Promise<number> {
  await page.evaluate(`timing.ready = () => (${ready}); timing.begun = null; timing.took = null;`);
  for (const key of keys) await page.keyboard.press(key);
  let took: number | null = null;
  await until('the frame', async () => {
    took = await page.evaluate<number | null>('timing.took');
    return took !== null;
  });
  return took ?? Number.NaN;
}

async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return rounded(usedSize / 1024 / 1024, 1);
}

const spread = (times: readonly number[]) => ({
  p50: rounded(quantile(times, 0.5), 1),
  p95: rounded(quantile(times, 0.95), 1),
  longest: rounded(Math.max(...times), 1),
  times: times.length,
});

async function emptyPage(page: Page): Promise<number[]> {
  await page.setContent('<p id="p">0</p>');
  await page.evaluate(TIMING);
  await page.evaluate(
    "addEventListener('keydown', () => { const p = document.querySelector('#p'); p.textContent = String(Number(p.textContent) + 1); })",
  );
  const times: number[] = [];
  for (let n = 1; n <= OPENED; n += 1)
    times.push(await press(page, ['j'], `document.querySelector('#p').textContent === '${n}'`));
  return times;
}

const folder = temporaryFolder('bench-chat');
const building = performance.now();
const path = join(folder.path, 'gateway.db');
await buildLargeGateway(
  path,
  {
    ...{ messages: MESSAGES, movements: 1000, orders: 1000 },
    ...{ perConversation: PER_CONVERSATION, unresolvedEvery: 2, days: 25 },
  },
  Date.now(),
);
const sql = openSql(path);
sql.raw.prepare('UPDATE messages SET conversation_id = ? WHERE seq <= ?').run(LONG_TALK, LONG);
sql.close();
note(`built the gateway in ${rounded((performance.now() - building) / 1000)} s`);

const gateway = await startTestGateway({}, {}, folder.path);
const { origin, page, dataDir, close } = await openConsoleWindow(gateway, 'bench-chat-console');
try {
  const syncing = performance.now();
  const cache = new Database(cacheIn(dataDir), { readonly: true });
  const cached = () =>
    cache
      .prepare<[], { talks: number; messages: number }>(
        'SELECT (SELECT count(*) FROM conversations) AS talks, (SELECT count(*) FROM messages) AS messages',
      )
      .get();
  await until('the cache is full', () => (cached()?.messages ?? 0) >= MESSAGES, 1_500_000, 2_000);
  const size = cached();
  cache.close();
  note(
    `cached ${size?.talks} conversations, ${size?.messages} messages in ${rounded((performance.now() - syncing) / 1000)} s`,
  );
  // The text index is made in pauses, and must not be measured.
  await page.waitForTimeout(15_000);

  const floor = await emptyPage(page);
  const list = `document.querySelectorAll('[role="listbox"] [role="option"]').length > 5`;
  await page.goto(`${origin}/#/attention`);
  await page.locator('[data-connection="live"]').waitFor();
  await page.evaluate(TIMING);
  const opened: number[] = [];
  for (let n = 0; n < OPENED; n += 1) {
    await page.keyboard.press('g');
    opened.push(await press(page, ['c'], list));
    await page.keyboard.press('g');
    await press(page, ['n'], `!(${list})`);
  }

  await page.goto(`${origin}/#/chat?filter=all`);
  await page.locator('[role="listbox"] [role="option"]').first().waitFor();
  const cdp = await page.context().newCDPSession(page);
  const newest = MESSAGES / PER_CONVERSATION - 1;
  const switched: number[] = [];
  const atOnce: number[] = [];
  const heaps: number[] = [];
  const next = (n: number): Promise<number> =>
    press(
      page,
      ['j'],
      `(document.querySelector('[role="log"]')?.textContent ?? '').includes('number ${newestOf(newest - n)} ')`,
    );
  for (let n = 0; n < SWITCHED; n += 1) {
    switched.push(await next(n));
    await page.waitForTimeout(PACE_MS);
    if ((n + 1) % HEAP_EVERY === 0) heaps.push(await heap(cdp));
  }
  for (let n = SWITCHED; n < SWITCHED + OPENED; n += 1) atOnce.push(await next(n));

  await page.goto(`${origin}/#/chat/${LONG_TALK}`);
  const log = page.locator('section:has(> div > [role="log"])');
  await log.getByText(`number ${LONG - 1} `).waitFor();
  await log.focus();
  await page.waitForTimeout(500);
  const pages: number[] = [];
  const scroller = `document.querySelector('section:has(> div > [role="log"])')`;
  for (let n = 0; n < PAGES; n += 1) {
    const top = await log.evaluate((element) => element.scrollTop - element.scrollHeight);
    // It moves, with a message at the top of the view; how long the movement takes is up to the browser.
    const box = await log.boundingBox();
    const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 60];
    const shown = `document.elementFromPoint(${x}, ${y})?.closest('[data-index]') != null`;
    pages.push(
      await press(
        page,
        ['PageUp'],
        `${scroller}.scrollTop - ${scroller}.scrollHeight < ${top - 1} && ${shown}`,
      ),
    );
    await page.waitForTimeout(PACE_MS);
  }

  const [open, toNext, up, bare] = [spread(opened), spread(switched), spread(pages), spread(floor)];
  note(
    `opened: p95 ${open.p95} ms; switched: p95 ${toNext.p95} ms; page up: p95 ${up.p95} ms; empty page ${bare.p95} ms`,
  );
  report({
    bench: 'chat',
    value: toNext.p95,
    unit: 'ms',
    floor: bare.p95,
    ratio: rounded(toNext.p95 / bare.p95, 1),
    conversations: size?.talks,
    messages: size?.messages,
    openInboxMs: open,
    switchMs: toNext,
    switchAtOnceMs: spread(atOnce),
    pageUpMs: up,
    floorMs: bare,
    heapMb: heaps,
    heapGrowthOfLast100Mb: rounded((heaps.at(-1) ?? 0) - (heaps[heaps.length / 2 - 1] ?? 0), 1),
    heapMedianMb: median(heaps),
    load: loadavg().map((load) => rounded(load, 1)),
  });
} finally {
  await close();
  folder.remove();
}
