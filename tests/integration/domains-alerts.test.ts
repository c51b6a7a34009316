import { describe, expect, it } from 'vitest';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import type { Notification } from '#shared/domain/notifications.ts';
import { setInstance } from '../../src/gateway/alerts/instances.ts';
import { nextDue } from '../../src/gateway/alerts/queries.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeAlertRule } from '../support/make/alert.ts';
import { makeThreshold } from '../support/make/item.ts';

const shop = domainShopPerTest();
const { rows, stock, adjust, openAlerts } = shop;

/** Returns an alert, open or resolved. */
function alertOf(id: string | undefined): Alert | undefined {
  return rows<Alert>('alerts', 'alert').find((alert) => alert.id === id);
}

/** Returns the kinds of the alerts raised so far, in order. */
function raised(): string[] {
  return shop.domains
    .events()
    .flatMap((event) => (event.type === 'alerts.raised' ? [event.data.alert.kind] : []));
}

describe('alerts', () => {
  it('raise low, then out in its place, low again, and recover with hysteresis', () => {
    expect(rows('alerts', 'rule')).toHaveLength(5);
    stock(20);
    expect(openAlerts()).toEqual([]);
    adjust(-15);
    expect(openAlerts()).toMatchObject([
      { kind: 'low_stock', severity: 'warning', value: 5, threshold: 5, state: 'firing' },
    ]);
    const first = openAlerts()[0];
    adjust(-5);
    expect(openAlerts()).toMatchObject([{ kind: 'out_of_stock', value: 0, raisedValue: 0 }]);
    expect(alertOf(first?.id)).toMatchObject({
      state: 'resolved',
      value: 0,
      raisedValue: 5,
      outcome: 'replaced',
    });
    adjust(5);
    const second = openAlerts()[0];
    expect(openAlerts()).toMatchObject([{ kind: 'low_stock', value: 5, raisedValue: 5 }]);
    expect(second?.id).not.toBe(first?.id);
    adjust(-2);
    // Five is not above the level, but not recovered either: the low alert ends at six.
    adjust(2);
    expect(openAlerts().map((a) => a.id)).toEqual([second?.id]);
    adjust(1);
    expect(openAlerts()).toEqual([]);
    expect(alertOf(second?.id)).toMatchObject({ value: 6, raisedValue: 5, outcome: 'recovered' });
    adjust(-1);
    expect(openAlerts()).toHaveLength(1);
    expect(openAlerts()[0]?.id).not.toBe(second?.id);
  });

  it('raise out alone when stock falls from above low to nothing at once, and none when it comes back', () => {
    stock(20);
    adjust(-20);
    expect(raised()).toEqual(['out_of_stock']);
    adjust(20);
    expect(openAlerts()).toEqual([]);
    adjust(-20);
    adjust(3);
    expect(raised()).toEqual(['out_of_stock', 'out_of_stock', 'low_stock']);
    expect(openAlerts()).toMatchObject([{ kind: 'low_stock', value: 3 }]);
  });

  it('end what an earlier version left open beside an alert that the stock is out', () => {
    stock(4);
    const low = openAlerts()[0];
    adjust(-4);
    // As an earlier version left it: both are open, and the migration made the low one due.
    shop.domains.run((context) => {
      if (low === undefined) return;
      const { id: alertId, ruleId } = low;
      context.emit('alerts.raised', { alert: low });
      const instance = { ...TEA, ruleId, state: 'firing' as const, since: 1, fired: true, alertId };
      context.write(setInstance, { instance, dueAt: 0 });
    });
    expect(openAlerts()).toHaveLength(2);
    shop.domains.sweep();
    expect(openAlerts()).toMatchObject([{ kind: 'out_of_stock' }]);
    expect(alertOf(low?.id)).toMatchObject({ outcome: 'replaced' });
    expect(nextDue(shop.domains.sql)).toBeNull();
  });

  it('go on watching for low stock where the rule for out of stock is switched off', () => {
    stock(4);
    adjust(-4);
    const out = rows<AlertRule>('alerts', 'rule').find(({ kind }) => kind === 'out_of_stock');
    shop.domains.run((context) => {
      if (out) context.emit('alerts.rule_changed', { rule: { ...out, enabled: false } });
    });
    expect(openAlerts()).toMatchObject([{ kind: 'low_stock', value: 0 }]);
  });

  it('name the event that caused them', () => {
    stock(20);
    adjust(-16);
    const cause = shop.domains.events().find((event) => event.seq === openAlerts()[0]?.causeSeq);
    expect(cause?.type).toBe('inventory.stock_adjusted');
  });

  it('stay open when they are acknowledged, and are not resolved by hand', () => {
    stock(4);
    const alertId = openAlerts()[0]?.id ?? '';
    shop.domains.command('alerts.acknowledge', { alertId, note: 'on it' });
    expect(openAlerts()).toMatchObject([
      { acknowledgedBy: 'Mara', note: 'on it', acknowledgedAt: shop.domains.now },
    ]);
    expect(shop.domains.refusal('alerts.acknowledge', { alertId, note: null })).toMatchObject({
      code: 'conflict',
    });
    expect(shop.domains.refusal('alerts.resolve', { alertId, note: null })).toMatchObject({
      code: 'conflict',
    });
    stock(20);
    expect(openAlerts()).toEqual([]);
  });

  it('wait for the rule: pending before they fire, recovering before they resolve', () => {
    shop.domains.run((context) =>
      context.emit('alerts.rule_changed', {
        rule: makeAlertRule({ id: 'low_stock', forMs: 60_000, keepFiringForMs: 30_000 }),
      }),
    );
    stock(4);
    expect(openAlerts()).toMatchObject([{ state: 'pending', dueAt: shop.domains.now + 60_000 }]);
    expect(shop.domains.sweep()).toBe(shop.domains.now + 60_000);
    shop.domains.now += 60_000;
    shop.domains.sweep();
    expect(openAlerts()).toMatchObject([{ state: 'firing', dueAt: null }]);
    stock(20);
    expect(openAlerts()).toMatchObject([{ state: 'recovering', dueAt: shop.domains.now + 30_000 }]);
    shop.domains.now += 30_000;
    shop.domains.sweep();
    expect(openAlerts()).toEqual([]);
  });

  it('follow the closest threshold, and a change of it at once', () => {
    stock(20);
    const threshold = makeThreshold({ itemId: 'tea', lowAt: 30 });
    shop.domains.command('inventory.set_threshold', { threshold, removed: false });
    expect(openAlerts()).toMatchObject([{ kind: 'low_stock', threshold: 30 }]);
    shop.domains.command('inventory.set_threshold', { threshold, removed: true });
    expect(openAlerts()).toEqual([]);
  });

  it('that are critical notify once', () => {
    stock(1);
    adjust(-1);
    shop.domains.sweep();
    expect(rows('notifications', 'notification')).toEqual([]);
    shop.domains.now += 30_000;
    shop.domains.sweep();
    shop.domains.sweep();
    const out = shop.domains
      .events()
      .find((e) => e.type === 'alerts.notified' && e.data.alert?.kind === 'out_of_stock');
    expect(rows<Notification>('notifications', 'notification')).toMatchObject([
      { id: `notification-${out?.id}`, category: 'stock', subject: { kind: 'item', id: 'tea' } },
    ]);
  });
});
