import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '#shared/domain/alerts.ts';
import type { Movement } from '#shared/domain/inventory.ts';
import type { Transfer } from '#shared/domain/transfers.ts';
import type { Difference, WatchdogRun } from '#shared/domain/watchdog.ts';
import { watchdogModule } from '../../src/gateway/watchdog/index.ts';
import { cachedRows } from '../../src/main/engine/threads/cache.ts';
import { openTestCache } from '../support/cache.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { foldEvents } from '../support/fold.ts';
import { temporaryFolder } from '../support/folders.ts';
import { makeLocation } from '../support/make/item.ts';

const shop = domainShopPerTest({ WATCHDOG_EVERY: '1440' });
const { rows, level, stock, reserve, adjust } = shop;

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
    reserve('r1', 3);
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

  it('has the alerts of a repaired level judged anew', () => {
    stock(30);
    damage('on_hand', -28);
    adjust(1);
    expect(shop.openAlerts()).toMatchObject([{ kind: 'low_stock', value: 3 }]);
    check();
    expect(repair(found())).toBeNull();
    expect(level()?.onHand).toBe(31);
    expect(shop.openAlerts()).toEqual([]);
  });

  it('does not end a run before it began when the clock is set back', () => {
    stock(30);
    const { runId } = shop.domains.command('watchdog.run', {});
    shop.domains.now -= 3_600_000;
    for (let n = 0; n < 5; n += 1) shop.domains.sweep();
    const run = lastRun();
    expect(run?.id).toBe(runId);
    expect(run?.finishedAt).toBe(run?.startedAt);
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

  it('finds what any corruption has changed, and nothing else, and makes it whole again', () => {
    const { domains } = shop;
    for (const itemId of ['tea', 'mug']) {
      const place = { itemId, locationId: 'shop' };
      const lot = (code: string, quantity: number) =>
        domains.command('inventory.receive', {
          ...{ ...place, quantity, reference: null },
          lot: { code, expiresAt: domains.now + 90 * 86_400_000 },
        });
      lot('A', 12);
      lot('B', 8);
      const part = { ...place, lotId: null, reference: null, note: null } as const;
      domains.command('inventory.set_aside', { ...part, quantity: 3, reason: 'damaged' });
      domains.command('inventory.set_aside', { ...part, quantity: 2, reason: 'quarantined' });
      domains.command('inventory.reserve', {
        ...{ reservationId: `r-${itemId}`, ...place, quantity: 4, orderId: null, expiresAt: null },
      });
    }
    domains.command('inventory.create_location', { location: makeLocation({ id: 'store', name: 'Store' }) });
    domains.command('transfers.create', {
      ...{ transferId: 't1', fromLocationId: 'shop', toLocationId: 'store', note: '' },
      lines: [{ itemId: 'tea', quantity: 3 }],
    });
    const { changeId } = rows<Transfer>('transfers', 'transfer')[0] ?? {};
    domains.command('transfers.send', {
      transferId: 't1',
      seen: changeId ?? '',
      lines: [{ itemId: 'tea', quantity: 3 }],
    });
    expect(check().differences).toBe(0);

    const run = (text: string, ...values: readonly (string | number)[]): unknown =>
      domains.sql.prepare<unknown[]>(`${text} RETURNING *`).all(...values);
    const corruptions = {
      onHand: (item: string, by: number) =>
        run(
          'UPDATE levels SET on_hand = on_hand + ? WHERE item_id = ? AND location_id = ?',
          by,
          item,
          'shop',
        ),
      committed: (item: string, by: number) =>
        run(
          'UPDATE levels SET committed = committed + ? WHERE item_id = ? AND location_id = ?',
          by,
          item,
          'shop',
        ),
      reason: (item: string, by: number) =>
        run(
          "UPDATE unavailable_stock SET quantity = quantity + ? WHERE item_id = ? AND reason = 'damaged'",
          by,
          item,
        ),
      reasonGone: (item: string) =>
        run("DELETE FROM unavailable_stock WHERE item_id = ? AND reason = 'quarantined'", item),
      lot: (item: string, by: number) =>
        run(
          "UPDATE lots SET on_hand = on_hand + ?, free = free + ? WHERE item_id = ? AND code = 'A' AND location_id = 'shop'",
          by,
          by,
          item,
        ),
      lotGone: (item: string) =>
        run("DELETE FROM lots WHERE item_id = ? AND code <> 'A' AND location_id = 'shop'", item),
      reservation: (item: string, by: number) =>
        run('UPDATE reservations SET quantity = quantity + ? WHERE item_id = ?', by, item),
      incoming: (item: string, by: number) =>
        run("UPDATE levels SET incoming = incoming + ? WHERE item_id = ? AND location_id = 'shop'", by, item),
    } as const;
    const names = Object.keys(corruptions) as (keyof typeof corruptions)[];
    const corruption = fc.record({
      name: fc.constantFrom(...names),
      item: fc.constantFrom('tea', 'mug'),
      by: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(corruption, { maxLength: 4, selector: ({ name, item }) => `${name} ${item}` }),
        (all) => {
          for (const { name, item, by } of all) corruptions[name](item, by);
          const hit = [...new Set(all.map(({ item }) => item))].sort();
          expect(check().differences).toBe(hit.length);
          expect(
            differences()
              .map(({ itemId }) => itemId)
              .sort(),
          ).toEqual(hit);
          const [alert] = shop.openAlerts().filter(({ kind }) => kind === 'stock_check');
          expect(alert?.value).toBe(hit.length === 0 ? undefined : hit.length);
          // What is repaired shows what else is wrong with the level, until nothing is.
          for (let n = 0; differences().length > 0; n += 1) {
            if (n > 20) throw new Error('it is never repaired');
            expect(repair(found())).toBeNull();
          }
          expect(shop.openAlerts().filter(({ kind }) => kind === 'stock_check')).toEqual([]);
          expect(check().differences).toBe(0);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('has one alert stand for what it found, with the run and the repair as its causes', () => {
    const checks = (): Alert[] => rows<Alert>('alerts', 'alert').filter(({ kind }) => kind === 'stock_check');
    stock(30);
    check();
    expect(checks()).toEqual([]);
    damage('on_hand', -5);
    check();
    const run = shop.domains.events().findLast(({ type }) => type === 'watchdog.run_finished');
    expect(checks()).toMatchObject([
      { state: 'firing', severity: 'critical', value: 1, raisedSeq: run?.seq },
    ]);
    shop.domains.command('alerts.acknowledge', { alertId: checks()[0]?.id ?? '', note: 'looking' });
    check();
    expect(checks()).toHaveLength(1);
    expect(repair(found())).toBeNull();
    const ended = shop.domains.events().findLast(({ type }) => type === 'watchdog.difference_ended');
    expect(checks()).toMatchObject([
      { state: 'resolved', outcome: 'recovered', value: 0, resolvedSeq: ended?.seq, note: 'looking' },
    ]);
    damage('on_hand', 2);
    check();
    damage('on_hand', -2);
    check();
    expect(checks().map(({ state }) => state)).toEqual(['resolved', 'resolved']);
    shop.domains.now += 30_000;
    shop.domains.sweep();
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
