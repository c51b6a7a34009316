import { describe, expect, it } from 'vitest';
import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import { type Invoice, type PlanTerm, planOf } from '#shared/domain/billing.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { type UsageThreshold, usagePeriod } from '#shared/domain/usage.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';

/* Months that end while something else is going on: a zone that changes, orders that are not counted yet. */
const ZONE = 'Europe/Berlin';
const shop = domainShopPerTest({ WORKSPACE_TIME_ZONE: ZONE });

const invoices = (): Invoice[] => shop.rows<Invoice>('billing', 'invoice');
const terms = (): PlanTerm[] => shop.rows<PlanTerm>('billing', 'plan_term');
const choose = (plan: string, when: 'now' | 'month_end' = 'now'): void => {
  const seen = terms().at(-1)?.startsAt ?? null;
  shop.domains.command('billing.change_plan', { plan, when, seen });
};
const moveTo = (timeZone: string): void =>
  void shop.domains.command('admin.set_setting', { setting: { key: TIME_ZONE_SETTING, value: timeZone } });
/** Lets minutes pass until nothing is left to do at once. */
const settle = (): void => {
  for (let minute = 0; minute < 3; minute += 1) {
    shop.domains.now += MINUTE_MS + 1;
    for (let n = 0; n < 100 && shop.domains.sweep() === 0; n += 1);
  }
};
const monthOf = (at: number, zone = ZONE) => usagePeriod(at, zone);

describe('the invoice of a month', () => {
  it('waits until the last orders of the month are counted, and prices them', () => {
    const month = monthOf(shop.domains.now);
    choose('starter');
    shop.domains.now = month.to - HOUR_MS;
    shop.stock(600);
    for (let n = 0; n < 600; n += 1) shop.placeOrder([{ quantity: 1 }]);
    // The gateway was off over the end of the month: it closes it in the first minute, before it has counted.
    shop.domains.now = month.to + 2 * HOUR_MS;
    settle();
    expect(invoices()).toHaveLength(1);
    expect(invoices()[0]?.lines.find(({ name }) => name === 'orders')).toMatchObject({
      quantity: 100,
      amount: 150,
    });
  });

  it('is by the plan that was in force, whatever zone the workspace moves to before a change at its end', () => {
    let before = ZONE;
    for (const zone of ['America/New_York', 'Pacific/Kiritimati', ZONE]) {
      const last = terms().at(-1)?.plan;
      const [plan, next] = last === 'growth' ? ['growth', 'starter'] : ['starter', 'growth'];
      if (last === undefined) choose('starter');
      const month = monthOf(shop.domains.now, before);
      before = zone;
      choose(next, 'month_end');
      shop.domains.now += DAY_MS;
      moveTo(zone);
      expect(terms().at(-1)).toEqual({ plan: next, startsAt: monthOf(month.from + 10 * DAY_MS, zone).to });
      shop.domains.now = monthOf(month.from + 10 * DAY_MS, zone).to + 2 * HOUR_MS;
      settle();
      const invoice = invoices().at(-1);
      expect(invoice).toMatchObject({ plan, period: month.key });
      expect(invoice?.lines.map(({ name }) => name)).toEqual([plan]);
    }
    for (const [i, { startsAt }] of invoices().entries())
      if (i > 0) expect(startsAt).toBe(invoices()[i - 1]?.endsAt);
  });

  it('has no usage of the days before there was a plan', () => {
    const month = monthOf(shop.domains.now);
    shop.stock(700);
    for (let n = 0; n < 700; n += 1) shop.placeOrder([{ quantity: 1 }]);
    settle();
    shop.domains.now += 2 * DAY_MS;
    choose('starter');
    shop.domains.now = month.to + 2 * HOUR_MS;
    settle();
    expect(invoices()[0]?.lines.map(({ kind }) => kind)).toEqual(['fee']);
    expect(invoices()[0]?.total).toBeLessThan(planOf('starter')?.fee ?? 0);
  });

  it('has so many lines at most, however many credits and changes there are', () => {
    choose('starter');
    for (let n = 0; n < 70; n += 1) {
      shop.domains.now += 1;
      const seen = terms().at(-1)?.startsAt ?? null;
      const change = () =>
        shop.domains.command('billing.change_plan', {
          ...{ plan: n % 2 === 0 ? 'growth' : 'starter', when: 'now', seen },
        });
      if (n < 59) change();
      else expect(change).toThrow(/60/);
    }
    const month = monthOf(shop.domains.now);
    shop.domains.now = month.to + 2 * HOUR_MS;
    settle();
    expect(invoices()).toHaveLength(1);
    expect(invoices()[0]?.lines.length).toBeGreaterThanOrEqual(60);
  });
});

describe('a threshold of usage', () => {
  it('is recorded of a month that is over when what was used came late, and nobody is told', () => {
    const month = monthOf(shop.domains.now);
    const meter = {
      key: 'parcels',
      name: 'Parcels',
      unit: 'parcels',
      aggregation: 'sum',
      quota: 10,
    } as const;
    shop.domains.command('usage.set_meter', { ...meter, thresholds: [100], seen: null });
    shop.domains.now = month.to + 2 * DAY_MS;
    shop.domains.command('usage.record', {
      ...{ recordId: 'late', meter: 'parcels', quantity: 12, at: month.to - HOUR_MS },
    });
    expect(shop.rows<UsageThreshold>('usage', 'usage_threshold')).toMatchObject([
      { meter: 'parcels', period: month.key, percent: 100, used: 12 },
    ]);
    const told = shop.domains.events().filter(({ type }) => type === 'usage.threshold_reached');
    expect(told.map(({ data }) => data)).toMatchObject([{ told: false }]);
  });
});
