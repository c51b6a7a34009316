import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeThreshold } from '../support/make/item.ts';

const shop = domainShopPerTest({ WORKSPACE_TIME_ZONE: 'Europe/Berlin' });
const { rows, openAlerts } = shop;

function limit(expiringWithinDays: number | null): void {
  const threshold = makeThreshold({ itemId: 'tea', lowAt: 0, expiringWithinDays });
  shop.domains.command('inventory.set_threshold', { threshold, removed: false });
}

function receive(code: string, expiresAt: number | null, quantity = 5): void {
  shop.domains.command('inventory.receive', { ...TEA, quantity, reference: null, lot: { code, expiresAt } });
}

function leave(quantity: number): void {
  shop.domains.command('inventory.adjust', {
    ...TEA,
    change: { mode: 'delta', quantity: -quantity },
    reason: 'test',
    reference: null,
  });
}

function sweepAt(at: number): void {
  shop.domains.now = at;
  shop.domains.sweep();
}

const expiring = (): Alert[] => openAlerts().filter(({ kind }) => kind === 'expiring');
const timers = (): number =>
  shop.domains.sql
    .prepare<[], { n: number }>(
      `SELECT count(*) AS n FROM alert_instances WHERE state = 'normal' AND item_id <> ''`,
    )
    .get()?.n ?? 0;

describe('lots that expire', () => {
  it('raise an alert at once where they are within the days of the threshold, with the movement as its cause', () => {
    limit(3);
    receive('A', shop.domains.now + 2.5 * DAY_MS);
    const received = shop.domains.events().findLast(({ type }) => type === 'inventory.stock_received');
    expect(expiring()).toMatchObject([
      { value: 3, threshold: 3, severity: 'warning', raisedSeq: received?.seq },
    ]);
    leave(5);
    expect(expiring()).toEqual([]);
    const adjusted = shop.domains.events().findLast(({ type }) => type === 'inventory.stock_adjusted');
    expect(rows<Alert>('alerts', 'alert').find(({ kind }) => kind === 'expiring')).toMatchObject({
      state: 'resolved',
      outcome: 'recovered',
      resolvedSeq: adjusted?.seq,
    });
  });

  it('raise it by time alone, at the very millisecond', () => {
    limit(3);
    const expiresAt = shop.domains.now + 10 * DAY_MS;
    receive('A', expiresAt);
    expect(timers()).toBe(1);
    sweepAt(expiresAt - 3 * DAY_MS - 1);
    expect(expiring()).toEqual([]);
    sweepAt(expiresAt - 3 * DAY_MS);
    expect(expiring()).toMatchObject([{ value: 3, raisedSeq: null, raisedAt: shop.domains.now }]);
    expect(timers()).toBe(0);
  });

  it('count days by the calendar where the clock is set', () => {
    // The night to 25 October 2026 has 25 hours in Berlin.
    shop.domains.now = Date.UTC(2026, 9, 20, 10);
    limit(2);
    const expiresAt = Date.UTC(2026, 9, 26, 11);
    receive('A', expiresAt);
    sweepAt(expiresAt - 2 * DAY_MS - HOUR_MS - 1);
    expect(expiring()).toEqual([]);
    sweepAt(expiresAt - 2 * DAY_MS - HOUR_MS);
    expect(expiring()).toMatchObject([{ value: 2 }]);
    shop.domains.command('admin.set_setting', { setting: { key: 'time_zone', value: 'UTC' } });
    // In a zone whose clock is not set, it is an hour too early: the value rises, and with it the alert ends.
    shop.domains.sweep();
    expect(expiring()).toEqual([]);
    sweepAt(expiresAt - 2 * DAY_MS);
    expect(expiring()).toMatchObject([{ value: 2 }]);
  });

  it('raise it late rather than never after a week without the gateway, and not for what has expired meanwhile', () => {
    limit(3);
    const { now } = shop.domains;
    receive('A', now + 5 * DAY_MS);
    receive('B', now + 8 * DAY_MS);
    sweepAt(now + 7 * DAY_MS);
    expect(rows<Alert>('alerts', 'alert').filter(({ kind }) => kind === 'expiring')).toMatchObject([
      { state: 'firing', value: 1 },
    ]);
    sweepAt(now + 8 * DAY_MS);
    expect(expiring()).toEqual([]);
  });

  it('say nothing while they are set aside, and again when they are back', () => {
    limit(3);
    receive('A', shop.domains.now + DAY_MS);
    const part = {
      ...TEA,
      lotId: null,
      reference: null,
      note: null,
      quantity: 5,
      reason: 'quarantined',
    } as const;
    shop.domains.command('inventory.set_aside', part);
    expect(expiring()).toEqual([]);
    shop.domains.command('inventory.put_back', part);
    expect(expiring()).toHaveLength(1);
  });

  it('follow the limit: of the item, of its category, of its location, and of the rule', () => {
    receive('A', shop.domains.now + 6 * DAY_MS);
    expect(expiring()).toEqual([]);
    const rule = (): AlertRule => {
      const found = rows<AlertRule>('alerts', 'rule').find(({ id }) => id === 'expiring');
      if (!found) throw new Error('there is no rule');
      return found;
    };
    const withinDays = (days: number | null): unknown =>
      shop.domains.command('alerts.set_rule', { rule: { ...rule(), withinDays: days }, expected: rule() });
    withinDays(7);
    expect(expiring()).toMatchObject([{ threshold: 7 }]);
    const set = (scope: Partial<Parameters<typeof makeThreshold>[0]>): unknown =>
      shop.domains.command('inventory.set_threshold', {
        threshold: makeThreshold({ lowAt: 0, ...scope }),
        removed: false,
      });
    set({ itemId: null, locationId: 'shop', expiringWithinDays: 5 });
    expect(expiring()).toEqual([]);
    set({ itemId: null, category: 'kitchen', expiringWithinDays: 6 });
    expect(expiring()).toMatchObject([{ threshold: 6 }]);
    set({ itemId: 'tea', expiringWithinDays: 2 });
    expect(expiring()).toEqual([]);
    expect(timers()).toBe(1);
    shop.domains.command('alerts.set_rule', { rule: { ...rule(), enabled: false }, expected: rule() });
    expect(timers()).toBe(0);
  });

  it('are what a look at all lots says, whatever happens', () => {
    const { now: start } = shop.domains;
    const act = fc.oneof(
      fc.record({ act: fc.constant('receive' as const), days: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ act: fc.constant('leave' as const), quantity: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ act: fc.constant('limit' as const), days: fc.option(fc.integer({ min: 1, max: 8 })) }),
    );
    let n = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        for (const one of acts) {
          if (one.act === 'receive') receive(`L${++n}`, shop.domains.now + one.days * DAY_MS);
          else if (one.act === 'limit') limit(one.days);
          else if (one.act === 'wait') sweepAt(shop.domains.now + one.hours * HOUR_MS);
          else if ((shop.level()?.onHand ?? 0) - (shop.level()?.unavailable ?? 0) >= one.quantity)
            leave(one.quantity);
          shop.domains.sweep();
          const days = rows<{ itemId: string; expiringWithinDays: number | null }>(
            'inventory',
            'threshold',
          ).find(({ itemId }) => itemId === 'tea')?.expiringWithinDays;
          const first = shop.domains.sql
            .prepare<[], { at: number | null }>('SELECT min(expires_at) AS at FROM lots WHERE free > 0')
            .get()?.at;
          const ought = days != null && first != null && first - days * DAY_MS <= shop.domains.now;
          // In UTC+1 without a change of the clock in these weeks, calendar days have 24 hours.
          expect(expiring().length, JSON.stringify({ one, days, first })).toBe(ought ? 1 : 0);
        }
      }),
      { numRuns: 25 },
    );
    expect(shop.domains.now).toBeGreaterThanOrEqual(start);
  });
});
