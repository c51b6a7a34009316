import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import type { Kpi, KpiResult } from '#shared/domain/kpi.ts';
import { type KpiDay, NO_SUMS, sameSums } from '#shared/domain/kpi-sums.ts';
import { plusDays } from '#shared/domain/kpi-windows.ts';
import type { Notification } from '#shared/domain/notifications.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { countDay } from '../../src/gateway/kpi/index.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';

const shop = domainShopPerTest({ WORKSPACE_TIME_ZONE: 'Europe/Berlin' });

const content = (change: Partial<CommandData<'kpi.save'>> = {}): CommandData<'kpi.save'> => ({
  ...{
    kpiId: 'k',
    name: 'Revenue',
    metric: 'revenue',
    aggregation: 'total',
    by: 'all',
    key: '',
    window: 'day',
  },
  ...{ target: 1000, direction: 'at_least', ownerId: null, alert: null, archived: false, seen: null },
  ...change,
});
const moveTo = (timeZone: string): void =>
  void shop.domains.command('admin.set_setting', { setting: { key: TIME_ZONE_SETTING, value: timeZone } });
const save = (change: Partial<CommandData<'kpi.save'>> = {}): void =>
  void shop.domains.command('kpi.save', content(change));
const kpi = (): Kpi => shop.rows<Kpi>('kpi', 'kpi')[0] as Kpi;
const results = (): KpiResult[] => shop.rows<KpiResult>('kpi', 'kpi_result');
const days = (): KpiDay[] => shop.rows<KpiDay>('kpi', 'kpi_day');
const alerts = (): Alert[] => shop.rows<Alert>('alerts', 'alert').filter(({ kind }) => kind === 'kpi');
const count = (type: string): number => shop.domains.events().filter((event) => event.type === type).length;
/** Sweeps until nothing is left to do at once, a little later than consoles were told last. */
const settle = (): void => {
  shop.domains.now += 3_000;
  for (let n = 0; n < 2_000; n++) if (shop.domains.sweep() !== 0) return;
  throw new Error('The sweeps do not end.');
};
/** Sells tea for an amount, minor units. */
const sell = (quantity = 1): string => {
  shop.stock(quantity);
  const orderId = shop.placeOrder([{ quantity }]);
  shop.pay(orderId, 300 * quantity);
  return orderId;
};
const refund = (orderId: string, amount: number): void => {
  shop.domains.command('payments.refund', {
    ...{ paymentId: shop.fresh(), orderId, amount, currency: 'USD', reason: 'test', returned: [] },
  });
};

const hire = (id: string, name: string): void =>
  void shop.domains.command('admin.create_user', {
    user: { id, username: id, name, role: 'agent' },
    password: 'correct horse battery',
  });

/** Compares all sums with a count of what happened. */
function expectCounted(timeZone: string): void {
  const stored = new Map(days().map((row) => [`${row.day} ${row.by} ${row.key}`, row]));
  for (let day = '2025-12-20'; day < '2026-05-01'; day = plusDays(day, 1)) {
    const counted = shop.domains.run((context) => countDay(context, day, timeZone));
    for (const row of counted) {
      const id = `${row.day} ${row.by} ${row.key}`;
      expect(stored.get(id), id).toEqual(row);
      stored.delete(id);
    }
  }
  expect([...stored.values()].filter((row) => !sameSums(row, NO_SUMS))).toEqual([]);
}

describe('the sums of KPIs', () => {
  it('are what a count finds, in any order, over changes of the clock and of the zone', () => {
    let later = Date.UTC(2026, 3, 10);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            // Late March has a change of the clock in Berlin.
            at: fc.integer({ min: Date.UTC(2026, 2, 27), max: Date.UTC(2026, 3, 2) }),
            quantity: fc.integer({ min: 1, max: 3 }),
            refunded: fc.integer({ min: 0, max: 300 }),
          }),
          { maxLength: 8 },
        ),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'),
        (sales, timeZone) => {
          for (const { at, quantity, refunded } of sales) {
            shop.domains.now = at;
            const orderId = sell(quantity);
            if (refunded > 0) refund(orderId, refunded);
          }
          later += HOUR_MS;
          shop.domains.now = later;
          shop.domains.command('admin.set_setting', {
            setting: { key: TIME_ZONE_SETTING, value: timeZone },
          });
          settle();
          expectCounted(timeZone);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('follow payments that fail, and money that is disputed, lost and won back', () => {
    const disputeOf = (orderId: string): string => {
      const [payment] = shop.rows<Payment>('payments', 'payment').filter((one) => one.orderId === orderId);
      const disputeId = shop.fresh();
      shop.domains.command('payments.dispute', {
        ...{ disputeId, paymentId: payment?.id ?? '', amount: payment?.amount ?? 0, currency: 'USD' },
        ...{ reason: 'fraudulent', dueAt: shop.domains.now + 7 * DAY_MS },
      });
      return disputeId;
    };
    const [won, lost, open] = [disputeOf(sell(3)), disputeOf(sell(2)), disputeOf(sell())];
    for (const [disputeId, outcome] of [
      [won, 'won'],
      [lost, 'lost'],
    ] as const)
      shop.domains.command('payments.close_dispute', { disputeId, outcome });
    expect(open).not.toBe('');
    shop.stock(1);
    const orderId = shop.placeOrder([{ quantity: 1 }]);
    shop.domains.command('payments.fail', {
      ...{
        paymentId: shop.fresh(),
        orderId,
        amount: 300,
        currency: 'USD',
        method: 'card',
        reason: 'declined',
      },
    });
    settle();
    expectCounted('Europe/Berlin');
    expect(days().find(({ by }) => by === 'all')).toMatchObject({ paid: 900, attempts: 4, accepted: 3 });
  });

  it('put right what differs, a day later', () => {
    sell();
    settle();
    shop.domains.run((context) =>
      context.emit('kpi.counted', { days: days().map((day) => ({ ...day, paid: day.paid + 7 })) }),
    );
    shop.domains.now += DAY_MS;
    settle();
    expectCounted('Europe/Berlin');
    expect(count('kpi.recounted')).toBe(1);
  });

  it('count a customer once, on the day of the first order that is known', () => {
    const start = shop.domains.now;
    sell();
    shop.domains.now = start - 3 * DAY_MS;
    sell();
    shop.domains.now = start;
    settle();
    const found = days().filter(({ by, newCustomers }) => by === 'all' && newCustomers !== 0);
    expect(found.map(({ day, newCustomers }) => [day, newCustomers])).toEqual([['2026-01-02', 1]]);
  });
});

describe('a KPI', () => {
  it('is reached once in a window, also after it sank and rose again', () => {
    save({ target: 500 });
    const orderId = sell(2);
    settle();
    expect(kpi().reachedAt).not.toBeNull();
    refund(orderId, 300);
    settle();
    sell(2);
    settle();
    expect(count('kpi.reached')).toBe(1);
    const notes = shop.rows<Notification>('notifications', 'notification');
    expect(notes.map(({ text }) => text?.id)).toEqual(['kpi_reached']);
    // A new name changes nothing, a new target begins the window anew.
    save({ target: 500, name: 'Other', seen: 1 });
    settle();
    expect(count('kpi.reached')).toBe(1);
    save({ target: 800, seen: 2 });
    settle();
    expect(count('kpi.reached')).toBe(2);
  });

  it('keeps the result of each window, and shows what came late beside it', () => {
    const start = shop.domains.now;
    save();
    sell(4);
    shop.domains.now += DAY_MS;
    settle();
    expect(results()).toMatchObject([{ first: '2026-01-05', value: 1200, correctedAt: null }]);
    expect(results()[0]?.reachedAt).not.toBeNull();
    expect(kpi()).toMatchObject({ first: '2026-01-06', reachedAt: null });
    // A console that was offline sold something on the day before.
    const now = shop.domains.now;
    shop.domains.now = start + HOUR_MS;
    sell(1);
    shop.domains.now = now;
    settle();
    expect(results()).toMatchObject([{ value: 1200, correctedValue: 1500 }]);
    // A clock that is set back and forth closes no window twice.
    shop.domains.now = start;
    settle();
    expect(kpi().first).toBe('2026-01-05');
    shop.domains.now = now + HOUR_MS;
    settle();
    expect(results()).toMatchObject([{ value: 1200, correctedValue: 1500 }]);
    expect(count('kpi.reached')).toBe(1);
  });

  it('shows what came after a clock that was ahead had closed its window too early', () => {
    save();
    sell(1);
    const noon = shop.domains.now;
    shop.domains.now += DAY_MS;
    settle();
    expect(results()).toMatchObject([{ first: '2026-01-05', value: 300 }]);
    shop.domains.now = noon + HOUR_MS;
    settle();
    sell(9);
    shop.domains.now = noon + DAY_MS;
    settle();
    expect(results()).toMatchObject([{ first: '2026-01-05', value: 300, correctedValue: 3000 }]);
  });

  it('closes no window with sums that are still being counted for another zone', () => {
    shop.domains.now = Date.UTC(2025, 0, 10, 12);
    for (let day = 0; day < 360; day += 1) {
      shop.domains.now += DAY_MS;
      sell(1);
    }
    save();
    moveTo('Pacific/Honolulu');
    settle();
    // Two sales of Honolulu's day are of two days in Berlin.
    shop.domains.now = Date.UTC(2026, 0, 7, 20);
    sell(10);
    shop.domains.now = Date.UTC(2026, 0, 8, 7);
    sell(10);
    shop.domains.now += MINUTE_MS;
    moveTo('Europe/Berlin');
    settle();
    const right = new Map(
      days()
        .filter(({ by }) => by === 'all')
        .map((row) => [row.day, row.paid]),
    );
    for (const { first, value, timeZone, correctedAt } of results())
      if (timeZone === 'Europe/Berlin' && correctedAt === null)
        expect([first, value]).toEqual([first, right.get(first) ?? 0]);
    expect(results().some(({ timeZone }) => timeZone === 'Europe/Berlin')).toBe(true);
  });

  it('closes the windows that passed while the gateway was off, a bounded number of them', () => {
    save();
    shop.domains.now += 100 * DAY_MS;
    settle();
    expect(results()).toHaveLength(60);
    expect(results().every(({ value }) => value === 0)).toBe(true);
  });

  it('has values by calendar weeks and months over a change of the clock', () => {
    shop.domains.now = Date.UTC(2026, 2, 28, 12);
    save({ window: 'week' });
    sell(2);
    // Sunday, 29 March has 23 hours; the week ends at 22:00 UTC.
    shop.domains.now = Date.UTC(2026, 2, 29, 21, 59);
    sell(1);
    shop.domains.now = Date.UTC(2026, 2, 29, 22, 0, 1);
    sell(1);
    settle();
    expect(results()).toMatchObject([{ first: '2026-03-23', last: '2026-03-29', value: 900 }]);
  });

  it('shows that nobody owns it when its owner cannot sign in any more', () => {
    hire('u-olga', 'Olga');
    save({ ownerId: 'u-olga' });
    expect(kpi().ownerName).toBe('Olga');
    shop.domains.command('admin.disable_user', { userId: 'u-olga' });
    expect(kpi()).toMatchObject({ ownerId: null, ownerName: null, version: 2 });
    const notes = shop.rows<Notification>('notifications', 'notification');
    expect(notes.map(({ text }) => text?.id)).toContain('kpi_no_owner');
  });

  it('is refused what cannot be measured, and a change on a version that is past', () => {
    const refusal = (change: Partial<CommandData<'kpi.save'>>) =>
      shop.domains.refusal('kpi.save', content(change));
    expect(refusal({ metric: 'aov', aggregation: 'daily' })).toMatchObject({ field: 'aggregation' });
    expect(refusal({ metric: 'rating', by: 'location', key: 'shop' })).toMatchObject({ field: 'by' });
    expect(refusal({ by: 'location', key: 'nowhere' })).toMatchObject({ code: 'not_found', field: 'key' });
    expect(refusal({ target: 0 })).toMatchObject({ code: 'invalid', field: 'target' });
    expect(refusal({ ownerId: 'nobody' })).toMatchObject({ field: 'ownerId' });
    save();
    expect(refusal({})).toMatchObject({ field: 'kpiId' });
    expect(refusal({ seen: 7 })).toMatchObject({ code: 'conflict', current: { version: 1 } });
  });
});

describe('the alert of a KPI', () => {
  const alert = { when: 'pace', below: 80, forMs: HOUR_MS, severity: 'warning' } as const;

  it('fires when the pace has been behind for long enough, and recovers above its limit only', () => {
    shop.domains.now = Date.UTC(2026, 0, 4, 23);
    save({ target: 2400, alert });
    settle();
    // Too early to say.
    expect(alerts()).toEqual([]);
    shop.domains.now = Date.UTC(2026, 0, 5, 5);
    settle();
    expect(alerts()).toMatchObject([{ state: 'pending', subject: { type: 'kpi', kpiId: 'k' } }]);
    shop.domains.now += HOUR_MS;
    settle();
    expect(alerts()).toMatchObject([{ state: 'firing', value: 0 }]);
    // 600 of the 717 expected by 07:10 in Berlin are 84 %: better, but not good again.
    shop.domains.now = Date.UTC(2026, 0, 5, 6, 10);
    sell(2);
    settle();
    expect(alerts()).toMatchObject([{ state: 'firing' }]);
    sell(1);
    settle();
    expect(alerts()).toMatchObject([{ state: 'resolved', outcome: 'recovered' }]);
    // A second dip is an alert of its own.
    shop.domains.now = Date.UTC(2026, 0, 5, 20);
    settle();
    shop.domains.now += HOUR_MS;
    settle();
    expect(alerts()).toHaveLength(2);
  });

  it('is without data where its metric has none, which is no recovery', () => {
    save({ metric: 'aov', target: 1000, alert: { ...alert, forMs: 0 } });
    shop.domains.now = Date.UTC(2026, 0, 5, 12);
    sell(1);
    settle();
    expect(alerts()).toMatchObject([{ state: 'firing' }]);
    shop.domains.now = Date.UTC(2026, 0, 6, 12);
    settle();
    expect(alerts()).toMatchObject([{ state: 'no_data', resolvedAt: null }]);
    sell(4);
    settle();
    expect(alerts()).toMatchObject([{ state: 'resolved' }]);
  });

  it('fires at the end of a window without its target, and ends with the next that has it', () => {
    save({ target: 1000, alert: { ...alert, when: 'end' } });
    sell(1);
    shop.domains.now = Date.UTC(2026, 0, 6, 10);
    settle();
    expect(alerts()).toMatchObject([{ state: 'firing', value: 30 }]);
    sell(4);
    shop.domains.now = Date.UTC(2026, 0, 7, 10);
    settle();
    expect(alerts()).toMatchObject([{ state: 'resolved', outcome: 'recovered' }]);
  });

  it('ends when its KPI is changed or archived', () => {
    save({ alert: { ...alert, forMs: 0 } });
    shop.domains.now = Date.UTC(2026, 0, 5, 12);
    settle();
    expect(alerts()).toMatchObject([{ state: 'firing' }]);
    save({ alert: { ...alert, forMs: 0 }, archived: true, seen: 1 });
    expect(alerts()).toMatchObject([{ state: 'resolved', outcome: 'unwatched' }]);
    settle();
    expect(alerts()).toHaveLength(1);
  });
});

describe('the leaders of a team', () => {
  const agent = (id: string): Principal => ({
    actor: { kind: 'user', id, name: id },
    permissions: new Set(ROLE_PERMISSIONS.agent),
  });
  const people = ['u-lea', 'u-max', 'u-tom'];
  const team = { teamId: 't', name: 'Desk', automatic: false, intake: false, archived: false };

  it('change its members and goals, and nothing else', () => {
    for (const userId of people) hire(userId, userId);
    const members = ['u-lea', 'u-max'];
    shop.domains.command('assignment.save_team', {
      ...team,
      memberIds: members,
      leaderIds: ['u-lea'],
      seen: null,
    });
    shop.domains.command('assignment.save_team', {
      ...{ ...team, teamId: 'other', name: 'Other' },
      ...{ memberIds: members, leaderIds: ['u-max'], seen: null },
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.constantFrom('t', 'other', 'none'),
        fc.constantFrom('members', 'goal', 'kpi'),
        (who, of, what) => {
          const leads = (who === 'u-lea' && of === 't') || (who === 'u-max' && of === 'other');
          const known = shop.rows<{ id: string; version: number }>('assignment', 'support_team');
          const version = known.find(({ id }) => id === of)?.version ?? 1;
          const fresh = shop.fresh();
          const refusal =
            what === 'members'
              ? shop.domains.refusal(
                  'assignment.set_members',
                  { teamId: of, memberIds: members, seen: version },
                  agent(who),
                )
              : shop.domains.refusal(
                  'kpi.save',
                  content({
                    ...{ kpiId: fresh, metric: 'resolved' },
                    ...(what === 'goal' ? { by: 'team' as const, key: of } : {}),
                  }),
                  agent(who),
                );
          expect(refusal === null).toBe(leads && what !== 'kpi');
        },
      ),
      { numRuns: 40 },
    );
    // A goal cannot be taken over by moving it to one's own team.
    save({ kpiId: 'g', metric: 'resolved', by: 'team', key: 'other' });
    const moved = content({ kpiId: 'g', metric: 'resolved', by: 'team', key: 't', seen: 1 });
    expect(shop.domains.refusal('kpi.save', moved, agent('u-lea'))).toMatchObject({ code: 'forbidden' });
  });

  it('stay when an older console saves the team, and go with their account', () => {
    hire('u-lea', 'Lea');
    shop.domains.command('assignment.save_team', {
      ...team,
      memberIds: ['u-lea'],
      leaderIds: ['u-lea'],
      seen: null,
    });
    shop.domains.command('assignment.save_team', { ...team, name: 'Front', memberIds: ['u-lea'], seen: 1 });
    const leaders = () => shop.rows<{ leaderIds: string[] }>('assignment', 'support_team')[0]?.leaderIds;
    expect(leaders()).toEqual(['u-lea']);
    shop.domains.command('admin.disable_user', { userId: 'u-lea' });
    expect(leaders()).toEqual([]);
    const notes = shop.rows<Notification>('notifications', 'notification');
    expect(notes.map(({ text }) => text?.id)).toContain('team_no_leader');
  });
});
