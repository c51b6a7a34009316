import { describe, expect, it } from 'vitest';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeItem, makeThreshold } from '../support/make/item.ts';
import { makeUser } from '../support/make/user.ts';

const shop = domainShopPerTest();
const { rows, stock, adjust, openAlerts } = shop;

function ruleOf(id: string): AlertRule {
  const rule = rows<AlertRule>('alerts', 'rule').find((one) => one.id === id);
  if (!rule) throw new Error(`There is no rule ${id}.`);
  return rule;
}

/** Changes a rule as a person who sees it as it is. */
function change(id: string, changes: Partial<AlertRule>): void {
  const expected = ruleOf(id);
  shop.domains.command('alerts.set_rule', { rule: { ...expected, ...changes }, expected });
}

function alertOf(id: string | undefined): Alert | undefined {
  return rows<Alert>('alerts', 'alert').find((alert) => alert.id === id);
}

/** Lets time pass, and the sweeps do what is due. */
function later(ms: number): void {
  shop.domains.now += ms;
  shop.domains.sweep();
}

/** What the team was told, in order. */
function told(): { readonly reason: string; readonly fresh: number; readonly open: number }[] {
  return shop.domains
    .events()
    .flatMap((event) => (event.type === 'alerts.notified' ? [event.data.notice] : []))
    .map(({ reason, fresh, open }) => ({ reason, fresh, open }));
}

function types(): string[] {
  return shop.domains.events().flatMap(({ type }) => (type.startsWith('alerts.') ? [type] : []));
}

describe('the life of an alert', () => {
  it('shows what is pending, deletes what came to nothing, and keeps what people decided when it fires', () => {
    change('low_stock', { forMs: MINUTE_MS });
    stock(4);
    const [pending] = openAlerts();
    expect(pending).toMatchObject({ state: 'pending', dueAt: shop.domains.now + MINUTE_MS });
    stock(20);
    expect(rows('alerts', 'alert')).toEqual([]);
    expect(types()).toContain('alerts.lapsed');
    adjust(-21);
    const again = openAlerts()[0]?.id ?? '';
    expect(again).not.toBe(pending?.id);
    shop.domains.command('alerts.acknowledge', { alertId: again, note: 'ordered' });
    later(MINUTE_MS);
    expect(openAlerts()).toMatchObject([
      { id: again, state: 'firing', raisedAt: shop.domains.now, note: 'ordered', acknowledgedBy: 'Mara' },
    ]);
  });

  it('goes on firing when the value drops while it recovers, with the events that raised and resolved it', () => {
    change('low_stock', { keepFiringForMs: MINUTE_MS });
    stock(20);
    adjust(-16);
    const raisedSeq = shop.domains.head() - 1;
    const [alert] = openAlerts();
    expect(alert).toMatchObject({ raisedSeq });
    stock(10);
    expect(openAlerts()).toMatchObject([{ state: 'recovering', dueAt: shop.domains.now + MINUTE_MS }]);
    adjust(-10);
    expect(openAlerts()).toMatchObject([{ id: alert?.id, state: 'firing', dueAt: null }]);
    stock(10);
    later(MINUTE_MS);
    expect(alertOf(alert?.id)).toMatchObject({ state: 'resolved', raisedSeq, resolvedSeq: null });
    change('low_stock', { keepFiringForMs: 0 });
    adjust(-10);
    const second = openAlerts()[0];
    stock(10);
    const received = shop.domains.events().findLast(({ type }) => type === 'inventory.stock_received');
    expect(alertOf(second?.id)).toMatchObject({ resolvedSeq: received?.seq });
  });

  it('is one alert while the stock flaps around the threshold', () => {
    stock(5);
    for (let n = 0; n < 20; n += 1) adjust(n % 2 === 0 ? -1 : 1);
    expect(types().filter((type) => type === 'alerts.raised')).toHaveLength(1);
    expect(openAlerts()).toHaveLength(1);
  });

  it('belongs to whom it is given, and to nobody who cannot sign in', () => {
    shop.domains.run((context) =>
      context.dispatch(
        'admin.create_user',
        { user: makeUser({ id: 'u-bo', name: 'Bo' }), password: 'plum-otter-74-lamp' },
        '$hash',
      ),
    );
    stock(4);
    const alertId = openAlerts()[0]?.id ?? '';
    shop.domains.command('alerts.assign', { alertId, ownerId: 'u-bo' });
    expect(openAlerts()).toMatchObject([{ ownerId: 'u-bo', ownerName: 'Bo' }]);
    expect(shop.domains.refusal('alerts.assign', { alertId, ownerId: 'nobody' })).toMatchObject({
      code: 'not_found',
      field: 'ownerId',
    });
    shop.domains.command('alerts.assign', { alertId, ownerId: null });
    expect(openAlerts()).toMatchObject([{ ownerId: null, ownerName: null }]);
  });

  it('ends a silence by an event, when its time has come or by hand', () => {
    stock(4);
    const alertId = openAlerts()[0]?.id ?? '';
    const until = shop.domains.now + HOUR_MS;
    shop.domains.command('alerts.silence', { alertId, until });
    later(HOUR_MS - 1);
    expect(openAlerts()).toMatchObject([{ silencedUntil: until, state: 'firing' }]);
    expect(told()).toEqual([]);
    later(1);
    expect(openAlerts()).toMatchObject([{ silencedUntil: null }]);
    expect(shop.domains.refusal('alerts.unsilence', { alertId })).toMatchObject({ code: 'conflict' });
    shop.domains.command('alerts.silence_many', { alertIds: [alertId], until: until + HOUR_MS });
    shop.domains.command('alerts.unsilence', { alertId });
    expect(openAlerts()).toMatchObject([{ silencedUntil: null }]);
  });

  it('is acknowledged with others at once, without those that are so already', () => {
    stock(4);
    shop.domains.command('inventory.receive', {
      itemId: 'mug',
      locationId: 'shop',
      quantity: 3,
      reference: null,
    });
    const alertIds = openAlerts().map(({ id }) => id);
    shop.domains.command('alerts.acknowledge', { alertId: alertIds[0] ?? '', note: null });
    expect(shop.domains.command('alerts.acknowledge_many', { alertIds, note: 'ok' })).toEqual({ changed: 1 });
    expect(openAlerts().every(({ acknowledgedAt }) => acknowledgedAt !== null)).toBe(true);
    expect(openAlerts()).toHaveLength(2);
  });
});

describe('telling the team', () => {
  it('waits 30 s, updates after 5 min, and repeats after 4 h until it is acknowledged', () => {
    stock(4);
    later(29_999);
    expect(told()).toEqual([]);
    later(1);
    expect(told()).toEqual([{ reason: 'new', fresh: 1, open: 1 }]);
    shop.domains.command('inventory.receive', {
      itemId: 'mug',
      locationId: 'shop',
      quantity: 3,
      reference: null,
    });
    later(5 * MINUTE_MS - 1);
    expect(told()).toHaveLength(1);
    later(1);
    expect(told().at(-1)).toEqual({ reason: 'update', fresh: 1, open: 2 });
    later(4 * HOUR_MS);
    expect(told().at(-1)).toEqual({ reason: 'repeat', fresh: 0, open: 2 });
    const alertIds = openAlerts().map(({ id }) => id);
    shop.domains.command('alerts.acknowledge_many', { alertIds, note: null });
    later(4 * HOUR_MS);
    expect(told()).toHaveLength(3);
  });

  it('says nothing about what has recovered meanwhile', () => {
    stock(4);
    stock(20);
    later(30_000);
    expect(told()).toEqual([]);
  });

  it('sums up more than 20 new alerts in one, with one notification', () => {
    for (let n = 0; n < 24; n += 1) {
      shop.domains.command('inventory.create_item', { item: makeItem({ id: `i${n}`, sku: `S${n}` }) });
      shop.domains.command('inventory.receive', {
        itemId: `i${n}`,
        locationId: 'shop',
        quantity: 1,
        reference: null,
      });
      // Low and out are two groups.
      if (n % 2 === 0)
        shop.domains.command('inventory.adjust', {
          itemId: `i${n}`,
          locationId: 'shop',
          change: { mode: 'delta', quantity: -1 },
          reason: 'test',
          reference: null,
        });
    }
    later(30_000);
    expect(told()).toEqual([{ reason: 'flood', fresh: 24, open: 24 }]);
    expect(rows('notifications', 'notification')).toMatchObject([{ text: { id: 'alert_many' } }]);
    stock(4);
    later(MINUTE_MS);
    expect(told()).toHaveLength(1);
    later(5 * MINUTE_MS);
    expect(told().slice(1)).toEqual([{ reason: 'update', fresh: 1, open: 13 }]);
  });

  it('tells at once what a person raises', () => {
    shop.domains.command('alerts.raise', { alertId: 'a1', severity: 'critical', message: 'Fire' });
    expect(told()).toEqual([{ reason: 'new', fresh: 1, open: 1 }]);
    expect(rows('notifications', 'notification')).toHaveLength(1);
  });
});

describe('a feed', () => {
  const silence = {
    enabled: true,
    silentForMs: 2 * HOUR_MS,
    opensAt: 9 * 60,
    closesAt: 18 * 60,
    openDays: 127,
  };

  it('that is silent for too long is `no_data`, which is no recovery, and ends with the next movement', () => {
    change('low_stock', { keepFiringForMs: HOUR_MS });
    change('dead_feed', silence);
    stock(4);
    const [low] = openAlerts();
    later(30 * MINUTE_MS);
    stock(20);
    expect(alertOf(low?.id)).toMatchObject({ state: 'recovering' });
    // The last movement is known to the minute.
    later(HOUR_MS + 40 * MINUTE_MS);
    expect(openAlerts().map(({ state }) => state)).toEqual([]);
    later(21 * MINUTE_MS);
    expect(openAlerts()).toMatchObject([
      {
        kind: 'dead_feed',
        state: 'no_data',
        subject: { type: 'location', locationId: 'shop' },
        raisedSeq: null,
      },
    ]);
    adjust(-1);
    expect(openAlerts()).toEqual([]);
    const ended = rows<Alert>('alerts', 'alert').find(({ kind }) => kind === 'dead_feed');
    expect(ended).toMatchObject({
      state: 'resolved',
      outcome: 'recovered',
      resolvedSeq: shop.domains.head() - 1,
    });
  });

  it('without data holds what its levels were in, and judges them anew when it is back', () => {
    change('low_stock', { forMs: 3 * HOUR_MS });
    change('dead_feed', silence);
    stock(4);
    shop.domains.command('inventory.receive', {
      itemId: 'mug',
      locationId: 'shop',
      quantity: 50,
      reference: null,
    });
    later(2 * HOUR_MS + MINUTE_MS);
    expect(
      openAlerts()
        .map(({ kind, state }) => `${kind} ${state}`)
        .sort(),
    ).toEqual(['dead_feed no_data', 'low_stock pending']);
    // Its time is up, but nobody knows whether it is still low.
    later(HOUR_MS);
    expect(openAlerts().find(({ kind }) => kind === 'low_stock')).toMatchObject({ state: 'no_data' });
    shop.domains.command('inventory.receive', {
      itemId: 'mug',
      locationId: 'shop',
      quantity: 1,
      reference: null,
    });
    shop.domains.sweep();
    expect(openAlerts()).toMatchObject([{ kind: 'low_stock', state: 'pending' }]);
  });

  it('is silent only in the hours of the shop, and not watched without a rule', () => {
    change('dead_feed', silence);
    stock(50);
    // 9:00 to 17:30: eight and a half hours.
    shop.domains.now += 8.5 * HOUR_MS;
    adjust(-1);
    later(12 * HOUR_MS);
    expect(openAlerts()).toEqual([]);
    later(5.5 * HOUR_MS);
    expect(openAlerts()).toMatchObject([{ kind: 'dead_feed' }]);
    change('dead_feed', { enabled: false });
    expect(openAlerts()).toEqual([]);
    later(48 * HOUR_MS);
    expect(openAlerts()).toEqual([]);
  });
});

describe('rules', () => {
  it('alert upwards where a threshold has a limit for too much', () => {
    const threshold = makeThreshold({ itemId: 'tea', overAt: 30 });
    shop.domains.command('inventory.set_threshold', { threshold, removed: false });
    stock(30);
    expect(openAlerts()).toMatchObject([{ kind: 'overstock', threshold: 30, value: 30, severity: 'info' }]);
    adjust(-2);
    expect(openAlerts()).toHaveLength(1);
    adjust(-1);
    expect(openAlerts()).toEqual([]);
  });

  it('are changed by whoever has seen them as they are, and reset what they have raised', () => {
    stock(4);
    const [before] = openAlerts();
    const seen = ruleOf('low_stock');
    change('low_stock', { severity: 'critical' });
    expect(alertOf(before?.id)).toMatchObject({ state: 'resolved', outcome: 'unwatched' });
    expect(openAlerts()).toMatchObject([{ severity: 'critical' }]);
    expect(
      shop.domains.refusal('alerts.set_rule', { rule: { ...seen, forMs: 5 }, expected: seen }),
    ).toMatchObject({ code: 'conflict', current: { severity: 'critical' } });
  });

  it('with a closer scope take over, and give back when they are removed', () => {
    stock(4);
    const rule = { ...ruleOf('low_stock'), id: 'r-shop', locationId: 'shop', enabled: false };
    shop.domains.command('alerts.set_rule', { rule, expected: null });
    expect(openAlerts()).toEqual([]);
    expect(
      shop.domains.refusal('alerts.set_rule', { rule: { ...rule, id: 'r-2' }, expected: null }),
    ).toMatchObject({
      code: 'conflict',
      field: 'locationId',
    });
    expect(
      shop.domains.refusal('alerts.set_rule', {
        rule: { ...rule, id: 'r-3', locationId: 'moon' },
        expected: null,
      }),
    ).toMatchObject({ code: 'not_found' });
    shop.domains.command('alerts.remove_rule', { rule });
    expect(openAlerts()).toMatchObject([{ kind: 'low_stock', subject: TEA }]);
    expect(shop.domains.refusal('alerts.remove_rule', { rule: ruleOf('low_stock') })).toMatchObject({
      code: 'conflict',
    });
  });
});

describe('a rule in error', () => {
  it('says that a silence is never reached in the opening hours, and ends when the hours are changed', () => {
    stock(20);
    // A week of silence in one minute a week takes 193 years.
    change('dead_feed', {
      enabled: true,
      silentForMs: 168 * HOUR_MS,
      opensAt: 540,
      closesAt: 541,
      openDays: 1,
    });
    expect(openAlerts()).toMatchObject([
      { kind: 'dead_feed', state: 'error', error: 'never', raisedSeq: null },
    ]);
    stock(1);
    expect(openAlerts()).toHaveLength(1);
    change('dead_feed', { silentForMs: HOUR_MS, opensAt: 0, closesAt: 0, openDays: 127 });
    expect(openAlerts()).toEqual([]);
  });

  it('stops no other and no command, and ends when it can be evaluated', () => {
    const threshold = makeThreshold({ itemId: 'tea', lowAt: 5, expiringWithinDays: 7 });
    shop.domains.command('inventory.set_threshold', { threshold, removed: false });
    const lot = { code: 'A', expiresAt: shop.domains.now + 90 * 24 * HOUR_MS };
    shop.domains.command('inventory.receive', { ...TEA, quantity: 20, reference: null, lot });
    shop.domains.command('admin.set_setting', { setting: { key: 'time_zone', value: 'Europe/Berlin' } });
    // No calendar has this day; no command can enter it.
    const damage = (at: number): unknown =>
      shop.domains.sql.prepare('UPDATE lots SET expires_at = ? RETURNING id').all(at);
    damage(9e15);
    shop.reserve('r1', 17);
    expect(
      openAlerts()
        .map(({ kind, state, error }) => `${kind} ${state} ${error}`)
        .sort(),
    ).toEqual(['expiring error failed', 'low_stock firing null']);
    expect(types().filter((type) => type === 'alerts.raised')).toHaveLength(2);
    damage(lot.expiresAt);
    shop.reserve('r2', 1);
    expect(openAlerts().map(({ kind }) => kind)).toEqual(['low_stock']);
    expect(rows<Alert>('alerts', 'alert').find(({ kind }) => kind === 'expiring')).toMatchObject({
      state: 'resolved',
      outcome: 'evaluated',
      error: null,
    });
  });
});
