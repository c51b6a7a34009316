import { startTestGateway } from '../support/gateway.ts';
import { openConsoleWindow } from './lib/console-window.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * A CSV file of 100,000 items, checked and applied from the page in Chromium. `value`: the 99th percentile of the frames from the
 * choice of the file until all is applied, ms. Floor: the same of the idle page. Also: tasks of the main thread over 50 ms, and how
 * long reading, checking and applying took.
 */
const LINES = Number(process.env['LINES'] ?? 100_000);

const csv = ['sku,name,category,unit,price,currency']
  .concat(
    Array.from(
      { length: LINES },
      (_, n) => `SKU-${n},"Lamp ${n}, steel",Category ${n % 40},piece,${n % 900}.50,USD`,
    ),
  )
  .join('\n');

/** Collects the tasks of the main thread over 50 ms, and the pauses between frames. */
const WATCH = `(() => {
  window.tasks = []; window.frames = [];
  new PerformanceObserver((list) => { for (const one of list.getEntries()) window.tasks.push(one.duration); })
    .observe({ type: 'longtask', buffered: false });
  let last = performance.now();
  const step = (now) => { window.frames.push(now - last); last = now; requestAnimationFrame(step); };
  requestAnimationFrame(step);
})()`;
const TAKE = `(() => { const taken = { tasks: window.tasks, frames: window.frames }; window.tasks = []; window.frames = []; return taken; })()`;

interface Watched {
  readonly tasks: readonly number[];
  readonly frames: readonly number[];
}

const gateway = await startTestGateway();
const { origin, page, close } = await openConsoleWindow(gateway, 'import');
try {
  await page.goto(`${origin}/#/imports`);
  const file = page.locator('input[type="file"]').first();
  await file.waitFor({ state: 'attached' });
  await page.evaluate(WATCH);
  await page.waitForTimeout(1_000);
  const idle = await page.evaluate<Watched>(TAKE);

  const began = performance.now();
  await file.setInputFiles({ name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const check = page.getByRole('button', { name: /^Check [\d,]+ lines$/ });
  await check.waitFor({ timeout: 120_000 });
  const read = performance.now();
  await check.click();
  const apply = page.getByRole('button', { name: /^Apply [\d,]+ changes$/ });
  await apply.waitFor({ timeout: 600_000 });
  const checked = performance.now();
  note(`read in ${rounded(read - began)} ms, checked in ${rounded(checked - read)} ms`);
  await apply.click();
  const dialog = page.getByRole('dialog');
  const reason = dialog.getByLabel('Reason');
  if (await reason.isVisible()) await reason.fill('first stock');
  await dialog.getByRole('button', { name: /^Apply [\d,]+ changes$/ }).click();
  await page.getByRole('button', { name: 'Undo…' }).waitFor({ timeout: 900_000 });
  const applied = performance.now();
  const { tasks, frames } = await page.evaluate<Watched>(TAKE);
  const items = gateway.gateway.sql.raw.prepare<[], number>('SELECT count(*) FROM items').pluck().get() ?? 0;
  const [frame, floor] = [frames, idle.frames].map((list) => rounded(quantile(list, 0.99), 1));
  if (frame === undefined || floor === undefined) throw new Error('nothing was drawn');
  report({
    bench: 'import',
    value: frame,
    unit: 'ms',
    floor,
    ratio: rounded(frame / floor, 2),
    lines: LINES,
    items,
    longTasks: tasks.length,
    longestTaskMs: rounded(Math.max(0, ...tasks)),
    frames: frames.length,
    lateFrames: frames.filter((ms) => ms > 50).length,
    readMs: rounded(read - began),
    checkMs: rounded(checked - read),
    applyMs: rounded(applied - checked),
  });
} finally {
  await close();
}
