import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { cachedRows, openCache } from '../../src/main/engine/threads/cache.ts';
import { CHANNELS } from '../../src/shared/protocol/channels.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';

const SEED = 77;
const TOTAL = 6_000;
const KILLS = 10;

const SUMS = {
  counters: 'value <> 0',
  sales_sums: 'payments <> 0 OR refunds <> 0 OR paid_orders <> 0',
  product_sums: 'units <> 0 OR revenue <> 0',
  method_sums: 'payments <> 0 OR amount <> 0',
  stock_counts: 'n <> 0',
};

let folder: TemporaryFolder;
beforeAll(() => {
  folder = temporaryFolder('kill');
});
afterAll(() => folder.remove());

function start(file: string): ChildProcess {
  return spawn(
    process.execPath,
    [join(import.meta.dirname, 'store-child.ts'), file, String(SEED), String(TOTAL)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
}

/** Kills the child with no warning once it says that it has committed a batch; true if it was done before. */
async function killAfter(child: ChildProcess, batch: number): Promise<boolean> {
  if (!child.stdout) throw new Error('no output');
  const ended = once(child, 'exit');
  let done = false;
  for await (const line of createInterface({ input: child.stdout })) {
    done = line === 'done';
    if (Number(line) >= batch) child.kill('SIGKILL');
  }
  await ended;
  return done;
}

function opened(file: string): StoreWriter {
  const result = openCache({ file, userId: 'agent-1', now: Date.now });
  if (!result.ok || result.value.quarantined !== null) throw new Error('the cache did not survive');
  return result.value.writer;
}

it('holds each event once and no more than its cursors say, killed ten times while writing', async () => {
  const file = join(folder.path, 'cache.db');
  const events = new SampleShop(SEED).take(TOTAL);
  for (let kill = 1; kill <= KILLS; kill++) {
    expect(await killAfter(start(file), kill * 25)).toBe(false);
    const writer = opened(file);
    const heads: Record<string, number> = {};
    const last = Math.max(...CHANNELS.map((channel) => writer.cursors()[channel]?.seq ?? 0));
    for (const e of events.filter((event) => event.seq <= last)) heads[e.channel] = e.seq;
    for (const channel of CHANNELS) expect(writer.cursors()[channel]?.seq ?? 0).toBe(heads[channel] ?? 0);
    expect(writer.diagnostics()).toMatchObject({ appliedEvents: last, cachedEvents: last });
    writer.close();
  }
  expect(await killAfter(start(file), Number.POSITIVE_INFINITY)).toBe(true);
  const writer = opened(file);
  const whole = opened(join(folder.path, 'whole.db'));
  for (const batch of makeBatches(events, 500)) whole.apply(batch);
  for (const channel of CHANNELS)
    expect([...cachedRows(writer.db, channel)]).toEqual([...cachedRows(whole.db, channel)]);
  expect(writer.diagnostics().appliedEvents).toBe(TOTAL);
  // Sums that came back to nothing may be there or not, depending on where the batches were cut.
  for (const [table, sum] of Object.entries(SUMS)) {
    const query = `SELECT * FROM ${table} WHERE ${sum}`;
    expect(writer.db.prepare(query).all()).toEqual(whole.db.prepare(query).all());
  }
  writer.close();
  whole.close();
});
