import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Movement } from '#shared/domain/inventory.ts';
import type { Difference, WatchdogRun } from '#shared/domain/watchdog.ts';
import { watchdogModule } from '../../src/gateway/watchdog/index.ts';
import { cachedRows } from '../../src/main/engine/threads/cache.ts';
import { openTestCache } from '../support/cache.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { foldEvents } from '../support/fold.ts';
import { temporaryFolder } from '../support/folders.ts';

const shop = domainShopPerTest({ WATCHDOG_EVERY: '1440' });
const { rows, level, stock, adjust } = shop;

const differences = (): Difference[] => rows<Difference>('watchdog', 'difference');
const lastRun = (): WatchdogRun | undefined => rows<WatchdogRun>('watchdog', 'watchdog_run')[0];

/** Starts a run by hand and sweeps until it is finished. */
function check(): WatchdogRun {
  const { runId } = shop.domains.command('watchdog.run', {});
  for (let n = 0; lastRun()?.id !== runId; n += 1) {
    if (n > 500) throw new Error('the run does not end');
    shop.domains.sweep();
  }
  const run = lastRun();
  if (!run) throw new Error('there is no run');
  return run;
}

/** Damages the stored level, as no command can. */
function damage(column: 'on_hand' | 'committed' | 'unavailable', by: number): void {
  shop.domains.sql
    .prepare(`UPDATE levels SET ${column} = ${column} + ? WHERE item_id = 'tea' RETURNING id`)
    .all(by);
}

const repair = (difference: Difference, actual = difference.actual) =>
  shop.domains.refusal('watchdog.repair', {
    kind: difference.kind,
    itemId: difference.itemId,
    locationId: difference.locationId,
    expected: difference.expected,
    actual,
    reason: 'the disk was full',
  });

function found(): Difference {
  const [difference] = differences();
  if (!difference) throw new Error('nothing was found');
  return difference;
}

describe('the watchdog', () => {
  it('finds nothing wrong with stock that only commands changed, and counts what it looked at', () => {
    stock(30);
    adjust(-4);
    shop.domains.command('inventory.reserve', {
      reservationId: 'r1',
      ...TEA,
      quantity: 3,
      orderId: null,
      expiresAt: null,
    });
    shop.placeOrder([{ quantity: 2 }]);
    expect(check()).toMatchObject({ trigger: 'hand', levels: 1, movements: 4, differences: 0 });
    expect(differences()).toEqual([]);
  });

  it('sums a long ledger in parts, whether or not it is indexed', () => {
    stock(10_000);
    for (let n = 0; n < 2_300; n += 1) adjust(-1);
    expect(check()).toMatchObject({ movements: 2_301, differences: 0 });
    damage('on_hand', 1);
    expect(check()).toMatchObject({ differences: 1 });
    expect(found()).toMatchObject({ expected: { onHand: 7_700 }, actual: { onHand: 7_701 } });
  });

  it('finds a level that is not what its ledger adds up to, once, and repairs it on demand only', () => {
    stock(30);
    damage('on_hand', -5);
    check();
    check();
    const difference = found();
    expect(difference).toMatchObject({ kind: 'ledger', expected: { onHand: 30 }, actual: { onHand: 25 } });
    expect(shop.domains.events().filter(({ type }) => type === 'watchdog.difference_found')).toHaveLength(1);
    expect(level()?.onHand).toBe(25);
    const movements = rows<Movement>('inventory', 'movement').length;
    expect(repair(difference)).toBeNull();
    expect(level()?.onHand).toBe(30);
    expect(rows<Movement>('inventory', 'movement')).toHaveLength(movements);
    expect(differences()).toEqual([]);
    expect(check().differences).toBe(0);
  });

  it('does not repair what the user has not seen', () => {
    stock(30);
    damage('on_hand', -5);
    check();
    const difference = found();
    adjust(2);
    expect(repair(difference)).toMatchObject({
      code: 'conflict',
      current: { expected: { onHand: 32 }, actual: { onHand: 27 } },
    });
    expect(level()?.onHand).toBe(27);
    check();
    expect(repair(found())).toBeNull();
    expect(level()?.onHand).toBe(32);
  });

  it('refuses to repair what nobody found, and what is right again', () => {
    stock(30);
    const counts = { onHand: 30, committed: 0, unavailable: 0 };
    const never: Difference = { kind: 'ledger', ...TEA, expected: counts, actual: counts, foundAt: 0 };
    expect(repair(never)).toMatchObject({ code: 'not_found', field: 'itemId' });
    damage('unavailable', 4);
    check();
    const difference = found();
    damage('unavailable', -4);
    expect(repair(difference)).toMatchObject({ code: 'conflict' });
    check();
    expect(differences()).toEqual([]);
    expect(
      shop.domains.events().findLast(({ type }) => type === 'watchdog.difference_ended')?.data,
    ).toMatchObject({
      outcome: 'gone',
    });
  });

  it('compares what is committed with open reservations, and corrects it by an entry in the ledger', () => {
    stock(30);
    const orderId = shop.placeOrder([{ quantity: 6 }]);
    shop.domains.sql.prepare('DELETE FROM reservations WHERE order_id = ? RETURNING id').all(orderId);
    check();
    const difference = found();
    expect(difference).toMatchObject({
      kind: 'reservations',
      expected: { committed: 0 },
      actual: { committed: 6 },
    });
    expect(repair(difference)).toBeNull();
    expect(level()).toMatchObject({ onHand: 30, committed: 0 });
    expect(rows<Movement>('inventory', 'movement').at(-1)).toMatchObject({
      type: 'adjusted',
      deltaCommitted: -6,
      reason: 'the disk was full',
    });
    expect(check().differences).toBe(0);
  });

  it('runs by schedule: soon after the first start, then after each interval', () => {
    const { domains } = shop;
    stock(5);
    expect(lastRun()).toBeUndefined();
    domains.run((context) => watchdogModule.setup?.(context));
    for (let n = 0; n < 5; n += 1) domains.sweep();
    expect(lastRun()).toBeUndefined();
    domains.now += 2 * 60_000;
    for (let n = 0; n < 5; n += 1) domains.sweep();
    const first = lastRun();
    expect(first).toMatchObject({ trigger: 'schedule', levels: 1 });
    domains.now += 1_439 * 60_000;
    for (let n = 0; n < 5; n += 1) domains.sweep();
    expect(lastRun()?.id).toBe(first?.id);
    // A clock that was set back for a year does not put it off for one.
    domains.now -= 365 * 86_400_000;
    domains.sweep();
    domains.now += 1_441 * 60_000;
    for (let n = 0; n < 5; n += 1) domains.sweep();
    expect(lastRun()?.id).not.toBe(first?.id);
  });

  it('is the same in the gateway, in the console and by its events', () => {
    const folder = temporaryFolder('watchdog');
    const { writer } = openTestCache(join(folder.path, 'cache.db'));
    try {
      stock(30);
      damage('on_hand', -5);
      check();
      const apply = (after: Record<string, number>) => {
        const events = shop.domains.events().filter(({ seq, channel }) => seq > (after[channel] ?? 0));
        const mine = events.filter(({ channel }) => channel === 'inventory' || channel === 'watchdog');
        writer.apply({ batch: 1, mode: 'live', after, events: mine });
      };
      apply({ inventory: 0, watchdog: 0 });
      const cached = () => [...cachedRows(writer.db, 'watchdog')];
      expect(cached()).toEqual(shop.domains.snapshot('watchdog'));
      const seen = shop.domains.events();
      const newest = (name: string) => seen.findLast(({ channel }) => channel === name)?.seq ?? 0;
      expect(repair(found())).toBeNull();
      apply({ inventory: newest('inventory'), watchdog: newest('watchdog') });
      expect(cached()).toEqual(shop.domains.snapshot('watchdog'));
      const folded = foldEvents(shop.domains.events());
      expect([...(folded.get('inventory/level')?.values() ?? [])]).toEqual(rows('inventory', 'level'));
      const levels = [...cachedRows(writer.db, 'inventory')].filter(({ kind }) => kind === 'level');
      expect(levels.map(({ row }) => row)).toEqual(rows('inventory', 'level'));
    } finally {
      writer.close();
      folder.remove();
    }
  });
});
