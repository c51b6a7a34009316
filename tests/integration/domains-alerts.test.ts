import { describe, expect, it } from 'vitest';
import type { Notification } from '#shared/domain/notifications.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';
import { makeThreshold } from '../support/make/item.ts';

const shop = domainShopPerTest();
const { rows, stock, adjust, openAlerts } = shop;

describe('alerts', () => {
  it('raise low, then out, recover with hysteresis, and raise anew on a second dip', () => {
    expect(rows('alerts', 'rule')).toHaveLength(2);
    stock(20);
    expect(openAlerts()).toEqual([]);
    adjust(-15);
    expect(openAlerts()).toMatchObject([
      { kind: 'low_stock', severity: 'warning', value: 5, threshold: 5, state: 'firing' },
    ]);
    const first = openAlerts()[0];
    adjust(-5);
    expect(
      openAlerts()
        .map((a) => a.kind)
        .sort(),
    ).toEqual(['low_stock', 'out_of_stock']);
    adjust(5);
    // Five is not below, but not recovered either: the low alert ends at six.
    expect(openAlerts().map((a) => a.id)).toEqual([first?.id]);
    adjust(1);
    expect(openAlerts()).toEqual([]);
    adjust(-1);
    expect(openAlerts()).toHaveLength(1);
    expect(openAlerts()[0]?.id).not.toBe(first?.id);
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
        rule: {
          id: 'low_stock',
          kind: 'low_stock',
          severity: 'warning',
          enabled: true,
          forMs: 60_000,
          keepFiringForMs: 30_000,
        },
      }),
    );
    stock(4);
    expect(openAlerts()).toEqual([]);
    expect(shop.domains.sweep()).toBe(shop.domains.now + 60_000);
    shop.domains.now += 60_000;
    shop.domains.sweep();
    expect(openAlerts()).toHaveLength(1);
    stock(20);
    expect(openAlerts()).toHaveLength(1);
    shop.domains.now += 30_000;
    expect(shop.domains.sweep()).toBeNull();
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
    const out = shop.domains
      .events()
      .find((e) => e.type === 'alerts.raised' && e.data.alert.kind === 'out_of_stock');
    expect(rows<Notification>('notifications', 'notification')).toMatchObject([
      { id: `notification-${out?.id}`, category: 'stock', subject: { kind: 'item', id: 'tea' } },
    ]);
  });
});
