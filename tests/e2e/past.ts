import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, runGateway, startProgram } from '../support/processes.ts';
import { until } from '../support/wait.ts';

/** Somebody who may only look. The demo has nobody like this. */
export const VIEWER = { username: 'vera', password: 'correct horse battery' } as const;
/** How the demo of all specs trades. */
export const DEMO = ['--seed', '7', '--speed', '60'] as const;

/** The folder with the gateway's data of a shop that has a past, below the one named by this variable. */
const VARIABLE = 'QUAYSIDE_E2E_PAST';
const READY = 'gateway';
const FAILED = 'failed';
/** The longest that the demo takes to write its past, ms. */
const LONGEST_MS = 240_000;

/** Writes the past of a demo shop: two months of orders, and the viewer. Ends early with its gateway. */
async function write(gateway: Program, dir: string): Promise<void> {
  const ready = (): boolean => gateway.tail.includes('demo shop ready');
  await until('the past is written', () => ready() || gateway.child.exitCode !== null, LONGEST_MS, 100);
  const add = ['user', 'add', VIEWER.username, '--role', 'viewer', '--name', 'Vera Viewer'];
  const made = await runGateway(add, { QUAYSIDE_DATA_DIR: dir, QUAYSIDE_PASSWORD: VIEWER.password });
  await gateway.stop();
  if (!ready() || made.code !== 0) throw new Error(`${gateway.tail.slice(-5).join('\n')}\n${made.stderr}`);
}

/** Has the past of the shop written once for all workers, beside the specs that need none. Returns what ends it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-past-'));
  process.env[VARIABLE] = folder;
  const dir = join(folder, 'written');
  const gateway = await startProgram('gateway', [
    'serve',
    '--port',
    '0',
    '--data-dir',
    dir,
    '--demo',
    ...DEMO,
  ]);
  let ended = false;
  const written = write(gateway, dir).then(
    () => renameSync(dir, join(folder, READY)),
    (error: unknown) => {
      if (!ended) console.error(error);
      writeFileSync(join(folder, FAILED), '');
    },
  );
  return async () => {
    ended = true;
    await gateway.stop();
    await written;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Copies the gateway's data of a shop with a past to a folder, once they are written. */
export async function copyPast(to: string): Promise<void> {
  const folder = process.env[VARIABLE];
  if (folder === undefined) throw new Error('The past of the shop is written by the global set-up.');
  const is = (name: string): boolean => existsSync(join(folder, name));
  await until('the past of the shop is written', () => is(READY) || is(FAILED), LONGEST_MS, 100);
  if (is(FAILED)) throw new Error('The past of the shop could not be written.');
  cpSync(join(folder, READY), to, { recursive: true });
}
