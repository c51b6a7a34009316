import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NO_AUDIT_FILTER } from '#shared/domain/audit.ts';
import { listAudit } from '../../src/gateway/execute/index.ts';
import type { TestEngine } from '../support/engine.ts';
import { EngineShop } from '../support/engine-shop.ts';

let shop: EngineShop;
let consoles: TestEngine[];
let zones: string[][];

beforeEach(async () => {
  shop = await EngineShop.open();
  consoles = [];
  zones = [];
});
afterEach(async () => {
  for (const console of consoles) await console.dispose();
  await shop.stop();
});

/** Opens a console; what it is told of the workspace's zone is in `zones`. */
async function open(): Promise<TestEngine> {
  const told: string[] = [];
  const console = shop.console({ onWelcome: ({ timeZone }) => told.push(timeZone) });
  consoles.push(console);
  zones.push(told);
  await shop.enter(console);
  await console.untilLive();
  return console;
}

async function set(console: TestEngine, value: string | number | null): Promise<void> {
  const result = await console.engine.submit({
    id: uuidv7(),
    type: 'admin.set_setting',
    data: { setting: { key: 'time_zone', value } },
  });
  if (!result.ok) throw new Error(result.error.message);
}

it('is set by an administrator, and every console follows while it is connected', async () => {
  const [one, two] = [await open(), await open()];
  const figures = two.watch('live.figures', { window: '24h' });
  const chart = async (): Promise<string | undefined> => {
    const read = await two.engine.read('live.chart', { window: '24h' });
    return read.ok ? read.value.timeZone : undefined;
  };
  expect(await chart()).toBe('UTC');
  await set(one, 'Asia/Kathmandu');
  await two.until('the new zone', () => zones[1]?.at(-1) === 'Asia/Kathmandu');
  await one.until('the new zone', () => zones[0]?.at(-1) === 'Asia/Kathmandu');
  expect(await chart()).toBe('Asia/Kathmandu');
  await two.until('figures of the new zone', () => figures.at(-1)?.timeZone === 'Asia/Kathmandu');
  // Nobody was disconnected for it.
  expect(two.engine.status().state).toBe('live');
  expect(two.snapshots().filter(({ reason }) => reason !== 'initial')).toEqual([]);

  // A console that comes later is told in its welcome, also by a gateway that was started again.
  const later = await open();
  expect(zones[2]).toEqual(['Asia/Kathmandu']);
  expect(later.engine.status().state).toBe('live');

  await set(one, null);
  await two.until('the configured zone', () => zones[1]?.at(-1) === 'UTC');
});

it('is in the audit, and what is no zone is refused', async () => {
  const console = await open();
  await set(console, 'Europe/Berlin');
  await console.until('the new zone', () => zones[0]?.at(-1) === 'Europe/Berlin');
  const { rows } = await listAudit(
    shop.gateway.gateway.readSql,
    { ...NO_AUDIT_FILTER, action: 'admin.set_setting' },
    Number.MAX_SAFE_INTEGER,
    1,
  );
  expect(rows).toMatchObject([{ actor: { name: 'Ada' }, result: 'ok' }]);
  expect(JSON.stringify(rows)).toContain('Europe/Berlin');
  for (const [n, value] of ['Mars/Olympus', 7].entries()) {
    await set(console, value);
    await console.until('a refusal', async () => {
      const outbox = await console.engine.read('commands.outbox', {});
      return outbox.ok && outbox.value.entries.filter(({ state }) => state === 'refused').length > n;
    });
  }
  expect(zones[0]?.at(-1)).toBe('Europe/Berlin');
});
