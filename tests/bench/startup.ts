import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { openBridge, redeem } from '../support/bridge.ts';
import { launchChromium } from '../support/chromium.ts';
import { temporaryFolder } from '../support/folders.ts';
import { until } from '../support/wait.ts';
import { median, note, report, rounded } from './lib/report.ts';

/**
 * Milliseconds from `npm start` (everything installed and built) to the first painted figures in Chromium: with an empty
 * cache, where a person signs in as a persona as soon as the button is there, and with 100,000 cached events, where the
 * session is restored. Floor: Node starting and Chromium painting an empty page.
 */
const ROUNDS = 3;
const CACHED = 100_000;
const root = resolve(import.meta.dirname, '../..');
const browser = await launchChromium();

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly at: number;
  readonly readyMs: number;
}

async function start(dir: string, args: readonly string[]): Promise<Started> {
  const at = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--browser', '--no-open', '--port', '0', ...args], {
    cwd: root,
    env: { ...process.env, QUAYSIDE_DATA_DIR: dir },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const url = await new Promise<string>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`npm start ended with ${code}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const match = /Quayside is ready at (http:\S+)/.exec(line);
      if (match?.[1]) done(match[1]);
    });
  });
  return { child, url, at, readyMs: performance.now() - at };
}

async function stop({ child }: Started): Promise<void> {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  await once(child, 'exit');
}

/** Opens the address as a person would and waits for a painted revenue figure; ms since the start command. */
async function painted(started: Started, signIn: boolean): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(started.url);
  if (signIn)
    await page
      .getByRole('button', { name: /manager|Marco/i })
      .first()
      .click();
  await page.waitForSelector('[data-figure="revenue"][data-at], [data-at] [data-figure="revenue"]', {
    timeout: 60_000,
  });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const took = performance.now() - started.at;
  await context.close();
  return took;
}

async function floorRun(): Promise<number> {
  const at = performance.now();
  const node = spawn(process.execPath, ['-e', '0']);
  await once(node, 'exit');
  const page = await browser.newPage();
  await page.setContent('<p>0</p>');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.close();
  return performance.now() - at;
}

const floors: number[] = [];
const empty: number[] = [];
const ready: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  floors.push(await floorRun());
  const folder = temporaryFolder('startup');
  const started = await start(folder.path, []);
  empty.push(await painted(started, true));
  ready.push(started.readyMs);
  await stop(started);
  folder.remove();
  note(`empty cache: ${rounded(empty.at(-1) ?? 0)} ms (ready after ${rounded(started.readyMs)} ms)`);
}

const folder = temporaryFolder('startup');
const filling = await start(folder.path, ['--rate', '1500']);
const { origin, cookie } = await redeem(filling.url);
const bridge = openBridge(origin, cookie);
await bridge.call('session.sign_in_persona', { username: 'marco' });
await until(
  'the cache holds enough',
  async () => (await bridge.call('app.diagnostics', {})).cachedEvents >= CACHED,
  300_000,
);
const cachedEvents = (await bridge.call('app.diagnostics', {})).cachedEvents;
bridge.dispose();
await stop(filling);
const cached: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const started = await start(folder.path, []);
  cached.push(await painted(started, false));
  await stop(started);
  note(`${cachedEvents} cached events: ${rounded(cached.at(-1) ?? 0)} ms`);
}
folder.remove();
await browser.close();
const value = rounded(median(empty));
const floor = rounded(median(floors));
report({
  bench: 'startup',
  value,
  unit: 'ms',
  floor,
  ratio: rounded(value / floor, 2),
  emptyCacheMs: value,
  readyLineMs: rounded(median(ready)),
  cachedMs: rounded(median(cached)),
  cachedEvents,
  rounds: ROUNDS,
});
