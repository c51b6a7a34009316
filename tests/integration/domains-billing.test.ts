import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BillingCredit, type Invoice, planOf } from '#shared/domain/billing.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { usagePeriod } from '#shared/domain/usage.ts';
import type { Reply } from '#shared/protocol/envelope.ts';
import { listInvoices } from '../../src/gateway/billing/queries.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { People } from '../support/people.ts';
import { until } from '../support/wait.ts';

/* Plans, months that end, and their invoices, with a clock that the tests set. */
const ZONE = 'Europe/Berlin';
const START = usagePeriod(Date.now(), ZONE).from + 10 * DAY_MS;

let on: TestGateway;
let people: People;
let now = START;

beforeAll(async () => {
  on = await startTestGateway({ WORKSPACE_TIME_ZONE: ZONE }, { clock: { now: () => now } });
  people = new People(on, () => now);
  await people.as('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
  await people.as('inventory.create_item', { item: makeItem({ id: 'tea', sku: 'TEA-1' }) });
});
afterAll(() => on.stop());

/** Sends a command as the gateway itself: sign-ins end while the clock is set. */
const send = (type: string, data: object): Promise<Reply> =>
  on.gateway.executor.submit(SYSTEM_PRINCIPAL, people.envelope(type, data));
const error = async (type: string, data: object) => {
  const reply = await send(type, data);
  return reply.ok ? null : reply.error;
};
const invoices = (): Invoice[] => listInvoices(on.gateway.sql, 100);
const credits = (): Pick<BillingCredit, 'id' | 'remaining'>[] =>
  on.gateway.sql
    .prepare<[], Pick<BillingCredit, 'id' | 'remaining'>>(
      'SELECT id, remaining FROM billing_credits ORDER BY at',
    )
    .all();
/** Sets the clock, and lets the gateway look: a commit brings its sweeps forward. */
const at = async (time: number, count: number): Promise<Invoice[]> => {
  now = time;
  let found: Invoice[] = [];
  await until(`there are ${count} invoices`, async () => {
    await people.as('inventory.receive', { itemId: 'tea', locationId: 'shop', quantity: 1, reference: null });
    found = invoices();
    return found.length === count;
  });
  return found;
};

describe('billing', () => {
  it('has no plan at first, and takes one that is named rightly by who may', async () => {
    const refused = (data: object) => error('billing.change_plan', data);
    const body = people.envelope('billing.change_plan', { plan: 'growth', when: 'now', seen: null });
    const token = await on.token('manager');
    expect(await people.ask('POST', '/api/v1/commands', { token, body })).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect(await refused({ plan: 'gold', when: 'now', seen: null })).toMatchObject({
      code: 'not_found',
      field: 'plan',
    });
    expect(await refused({ plan: 'growth', when: 'now', seen: 5 })).toMatchObject({
      code: 'conflict',
      field: 'seen',
    });
    expect(
      await send('billing.change_plan', { plan: 'starter', when: 'month_end', seen: null }),
    ).toMatchObject({ ok: true, result: { from: START } });
    expect(await refused({ plan: 'starter', when: 'now', seen: START })).toMatchObject({ code: 'conflict' });
    expect(invoices()).toEqual([]);
  });

  it('closes each month once, in order, after months without a gateway, with fees by time and credits', async () => {
    const first = usagePeriod(START, ZONE);
    const next = usagePeriod(START, ZONE, 1);
    expect(await error('billing.change_plan', { plan: 'growth', when: 'month_end', seen: START })).toBeNull();
    const [a, b] = [uuidv7({ msecs: now }), uuidv7({ msecs: now + 1 })];
    const given = { amount: 1_000, currency: 'USD', reason: 'Outage' };
    expect(await error('billing.add_credit', { creditId: a, ...given })).toBeNull();
    expect(await error('billing.add_credit', { creditId: a, ...given })).toMatchObject({ code: 'conflict' });
    now += 1;
    expect(await error('billing.add_credit', { creditId: b, ...given, amount: 30_000 })).toBeNull();
    // An hour after its end, and no earlier.
    await at(first.to + HOUR_MS - 1, 0);
    const [one] = await at(first.to + HOUR_MS, 1);
    const fee = Math.floor(2_900 * ((first.to - START) / (first.to - first.from)) + 0.5);
    expect(one).toMatchObject({ number: 1, period: first.key, plan: 'starter', state: 'paid', total: 0 });
    expect(one?.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['fee', fee],
      ['credit', -1_000],
      ['credit', -(fee - 1_000)],
    ]);
    const left = 30_000 - (fee - 1_000);
    expect(credits().map(({ remaining }) => remaining)).toEqual([0, left]);
    // Three months later, at once: each month has its own.
    const all = await at(usagePeriod(START, ZONE, 4).from + 2 * HOUR_MS, 4);
    expect(all.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    expect(all.map(({ period }) => period)).toEqual([3, 2, 1, 0].map((n) => usagePeriod(START, ZONE, n).key));
    for (const [i, invoice] of all.entries()) if (i > 0) expect(all[i - 1]?.startsAt).toBe(invoice.endsAt);
    expect(all[2]).toMatchObject({ plan: 'growth', period: next.key, startsAt: next.from });
    for (const { lines, total } of all)
      expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
    expect(all[0]).toMatchObject({ total: planOf('growth')?.fee, state: 'open' });
    // Looking again makes no more.
    await at(now + DAY_MS, 4);
    expect(
      on.gateway.sql.prepare("SELECT count(*) AS n FROM events WHERE type = 'billing.invoiced'").get(),
    ).toEqual({ n: 4 });
  });

  it('is paid or void once, and a void invoice gives its credits back', async () => {
    const all = invoices();
    const open = all.filter(({ state }) => state === 'open');
    const [newest, older] = open;
    const settle = (invoiceId: string | undefined, state: string) =>
      send('billing.settle_invoice', { invoiceId, state });
    expect(await settle(newest?.id, 'paid')).toMatchObject({ ok: true });
    expect(await settle(newest?.id, 'void')).toMatchObject({ error: { code: 'conflict', field: 'state' } });
    expect(await settle('invoice-1999-01', 'paid')).toMatchObject({ error: { code: 'not_found' } });
    const before = credits().at(-1)?.remaining ?? -1;
    const used = (older?.lines ?? []).reduce(
      (sum, line) => sum + (line.kind === 'credit' ? -line.amount : 0),
      0,
    );
    expect(await settle(older?.id, 'void')).toMatchObject({ ok: true });
    expect(credits().at(-1)?.remaining).toBe(before + used);
    expect(invoices().find(({ id }) => id === older?.id)).toMatchObject({
      state: 'void',
      lines: older?.lines,
    });
  });
});
