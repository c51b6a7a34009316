import { z } from 'zod';
import { launchChromium } from '../support/chromium.ts';
import { openShop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { loopsOf } from './lib/loops.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * Milliseconds from an event's commit at the gateway to the frame that shows it, in the browser host in Chromium, with the
 * demo store at 500 events a second. The live page's figures carry the time of the newest event they include
 * (`data-at`); a change of it is timed at the frame after the one that painted it. Floor: two frames, what the measuring
 * itself takes in an idle page.
 */
const RATE = 500;
const SECONDS = 30;

const shop = await openShop({ demo: ['--rate', String(RATE), '--seed', '11'] });
const browser = await launchChromium();
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
  // The seeded history comes first; what is measured is the steady load after it.
  await until(
    'the history is in',
    async () =>
      Date.now() - ((await shop.bridge.call('live.figures', { window: '1h' })).lastEventAt ?? 0) < 2_000,
    120_000,
  );
  await page.goto(`${origin}/#/live`);
  await page.waitForSelector('[data-figure][data-at], [data-at]');
  const frame = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        const started = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - started)));
      }),
  );
  await page.waitForTimeout(3_000);
  const before = await shop.bridge.call('app.diagnostics', {});
  const samples = z.array(z.number()).parse(
    await page.evaluate(
      ({ seconds }) =>
        new Promise<number[]>((done) => {
          const found: number[] = [];
          let last = '';
          const look = (): void => {
            const at = document.querySelector('[data-at]')?.getAttribute('data-at') ?? '';
            if (at === last || at === '') return;
            last = at;
            // Runs after the frame that holds the change has been handed to the compositor.
            requestAnimationFrame(() => {
              const channel = new MessageChannel();
              channel.port1.onmessage = () =>
                found.push(performance.timeOrigin + performance.now() - Number(at));
              channel.port2.postMessage(null);
            });
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-at'] });
          setTimeout(() => {
            observer.disconnect();
            done(found);
          }, seconds * 1000);
        }),
      { seconds: SECONDS },
    ),
  );
  const after = await shop.bridge.call('app.diagnostics', {});
  const applied = after.appliedEvents - before.appliedEvents;
  const refused = after.refusedEvents - before.refusedEvents;
  note(
    `${samples.length} painted changes in ${SECONDS} s, ${applied} events applied (${rounded(applied / SECONDS)}/s)`,
  );
  const head = Math.max(...Object.values(after.cursors));
  report({
    bench: 'latency',
    value: rounded(quantile(samples, 0.5), 1),
    unit: 'ms',
    floor: rounded(frame, 1),
    ratio: null,
    p50: rounded(quantile(samples, 0.5), 1),
    p95: rounded(quantile(samples, 0.95), 1),
    p99: rounded(quantile(samples, 0.99), 1),
    samples: samples.length,
    eventsPerSecond: rounded(applied / SECONDS),
    refused,
    head,
    ...(await loopsOf(shop.gateway.address, after)),
  });
} finally {
  await browser.close();
  await shop.stop();
}
