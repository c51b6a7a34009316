import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dispute } from '#shared/domain/disputes.ts';
import type { Notification } from '#shared/domain/notifications.ts';
import type { RecordedPayment } from '#shared/domain/order-account.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { type Payout, type PayoutLine, payoutSums } from '#shared/domain/payouts.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';

const shop = domainShopPerTest({ PAYOUT_FEE_BASIS_POINTS: '140' });
const { fresh, rows, level, stock, placeOrder, pay, order } = shop;

const refundOf = (orderId: string, change: Record<string, unknown> = {}) => ({
  ...{ paymentId: fresh(), orderId, amount: 0, currency: 'USD', reason: 'because', returned: [], ...change },
});
const payments = (): RecordedPayment[] => rows<RecordedPayment>('payments', 'payment');
const disputes = (): Dispute[] => rows<Dispute>('payments', 'dispute');
const payouts = (): Payout[] => rows<Payout>('payments', 'payout');

/** Returns the id of a paid and fulfilled order of two lines. */
function fulfilled(): string {
  stock(10);
  shop.domains.command('inventory.receive', {
    itemId: 'mug',
    locationId: 'shop',
    quantity: 5,
    reference: null,
  });
  const id = placeOrder([{ quantity: 2 }, { itemId: 'mug', quantity: 1 }]);
  pay(id, 900);
  shop.domains.command('orders.fulfil', { orderId: id });
  return id;
}

function paymentOf(orderId: string): Payment {
  const found = payments().find((one) => one.orderId === orderId && one.kind === 'payment');
  if (!found) throw new Error('not paid');
  return found;
}

function dispute(orderId: string, change: Record<string, unknown> = {}): string {
  const { id: paymentId, amount, currency } = paymentOf(orderId);
  const disputeId = fresh();
  const dueAt = shop.domains.now + 7 * DAY_MS;
  shop.domains.command('payments.dispute', {
    ...{ disputeId, paymentId, amount, currency, reason: 'fraudulent', dueAt, ...change },
  });
  return disputeId;
}

/** Sweeps until nothing is due. */
function settle(): void {
  for (let n = 0; n < 500; n += 1) {
    const next = shop.domains.sweep();
    // Payments of the past are looked at twice, a second apart.
    if (next === null || next > shop.domains.now + 1_000) return;
  }
  throw new Error('The sweeps do not come to an end.');
}

describe('a refund by line', () => {
  it('keeps what it was for, and refuses more of a line than is left', () => {
    const id = fulfilled();
    shop.domains.command('payments.refund', refundOf(id, { amount: 350, lines: [{ line: 0, quantity: 1 }] }));
    // 50 belong to no line.
    expect(payments().at(-1)).toMatchObject({ lines: [{ line: 0, quantity: 1, amount: 300 }], returned: [] });
    const again = refundOf(id, { amount: 100, lines: [{ line: 0, quantity: 2 }] });
    expect(shop.domains.refusal('payments.refund', again)).toMatchObject({
      ...{ code: 'invalid', field: 'lines', current: [{ line: 0, quantity: 1 }] },
    });
    const unknown = refundOf(id, { amount: 1, lines: [{ line: 7, quantity: 1 }] });
    expect(shop.domains.refusal('payments.refund', unknown)).toMatchObject({ field: 'lines.0.line' });
    expect(level()).toMatchObject({ onHand: 8 });
  });

  it('puts goods back where they are wanted, also without money, and only those that left', () => {
    const id = fulfilled();
    shop.domains.command('inventory.create_location', { location: makeLocation({ id: 'back' }) });
    const goods = { returned: [{ itemId: 'tea', quantity: 1 }] };
    shop.domains.command('payments.refund', refundOf(id, { ...goods, restockLocationId: 'back' }));
    expect(level()).toMatchObject({ locationId: 'back', onHand: 1 });
    expect(payments().at(-1)).toMatchObject({ amount: 0, kind: 'refund', ...goods });
    expect(order(id)?.status).toBe('fulfilled');
    expect(shop.domains.refusal('payments.refund', refundOf(id))).toMatchObject({ field: 'amount' });
    const nowhere = refundOf(id, { ...goods, restockLocationId: 'x' });
    expect(shop.domains.refusal('payments.refund', nowhere)).toMatchObject({ field: 'restockLocationId' });
    // All of the money first, and what is left of the goods later.
    shop.domains.command('payments.refund', refundOf(id, { amount: 900 }));
    expect(order(id)?.status).toBe('refunded');
    shop.domains.command('payments.refund', refundOf(id, goods));
    expect(shop.domains.refusal('payments.refund', refundOf(id, goods))).toMatchObject({ field: 'returned' });
    const unsent = placeOrder([{ quantity: 1 }]);
    pay(unsent, 300);
    expect(shop.domains.refusal('payments.refund', refundOf(unsent, goods))).toMatchObject({
      field: 'returned',
    });
  });
});

describe('a failed payment', () => {
  it('leaves the order as it is, counts as nothing, and may be followed by others', () => {
    stock(5);
    const id = placeOrder([{ quantity: 1 }]);
    const attempt = { orderId: id, amount: 300, currency: 'USD', method: 'card' };
    const fail = (paymentId: string, reason: 'declined' | 'expired_card') =>
      shop.domains.refusal('payments.fail', { ...attempt, paymentId, reason });
    expect(fail('f1', 'declined')).toBeNull();
    expect(fail('f2', 'expired_card')).toBeNull();
    expect(fail('f2', 'declined')).toMatchObject({ code: 'conflict', field: 'paymentId' });
    expect(order(id)?.status).toBe('placed');
    expect(payments().map(({ status, reason }) => [status, reason])).toEqual([
      ['failed', 'declined'],
      ['failed', 'expired_card'],
    ]);
    expect(pay(id, 300).status).toBe('paid');
    for (let n = 3; n <= 100; n += 1) expect(fail(`f${n}`, 'declined')).toBeNull();
    expect(fail('f101', 'declined')).toMatchObject({ code: 'conflict' });
  });
});

describe('a dispute', () => {
  it('takes the money out of the order until it is won', () => {
    const id = fulfilled();
    const disputeId = dispute(id);
    expect(paymentOf(id).status).toBe('disputed');
    expect(shop.domains.refusal('payments.refund', refundOf(id, { amount: 1 }))).toMatchObject({
      ...{ code: 'invalid', field: 'amount', current: 0 },
    });
    shop.domains.command('payments.answer_dispute', { disputeId, evidence: 'It was delivered.' });
    expect(shop.domains.refusal('payments.answer_dispute', { disputeId, evidence: 'Again.' })).toMatchObject({
      code: 'conflict',
    });
    shop.domains.command('payments.close_dispute', { disputeId, outcome: 'won' });
    expect(disputes()).toMatchObject([{ status: 'won', evidence: 'It was delivered.' }]);
    expect(paymentOf(id).status).toBe('succeeded');
    expect(shop.domains.refusal('payments.close_dispute', { disputeId, outcome: 'lost' })).toMatchObject({
      code: 'conflict',
    });
    shop.domains.command('payments.refund', refundOf(id, { amount: 900 }));
  });

  it('about a part leaves a refund of that part when it is lost', () => {
    const id = fulfilled();
    shop.domains.command('payments.refund', refundOf(id, { amount: 300 }));
    expect(() => dispute(id, { amount: 601 })).toThrow(/disputed/);
    const disputeId = dispute(id, { amount: 600 });
    shop.domains.command('payments.accept_dispute', { disputeId });
    expect(paymentOf(id).status).toBe('succeeded');
    expect(payments().at(-1)).toMatchObject({ id: disputeId, kind: 'refund', amount: 600 });
    expect(shop.domains.refusal('payments.refund', refundOf(id, { amount: 1 }))).toMatchObject({
      current: 0,
    });
  });

  it('refuses what cannot be disputed, and answers after the deadline', () => {
    const id = fulfilled();
    const disputeId = dispute(id, { dueAt: shop.domains.now + HOUR_MS });
    expect(() => dispute(id)).toThrow(/disputed already/);
    shop.domains.now += HOUR_MS;
    expect(shop.domains.refusal('payments.answer_dispute', { disputeId, evidence: 'Late.' })).toMatchObject({
      code: 'conflict',
    });
    expect(() => dispute(id, { dueAt: shop.domains.now })).toThrow();
    expect(shop.domains.refusal('payments.accept_dispute', { disputeId: 'x' })).toMatchObject({
      code: 'not_found',
    });
  });

  it('warns 72 and 24 hours before its deadline, each once', () => {
    const warnings = (): unknown[] =>
      rows<Notification>('notifications', 'notification').map(({ text }) => text?.values);
    const id = fulfilled();
    dispute(id);
    expect(warnings()).toMatchObject([{ days: 7 }]);
    settle();
    shop.domains.now += 4 * DAY_MS;
    for (let n = 0; n < 3; n += 1) settle();
    expect(warnings()).toMatchObject([{ days: 7 }, { hours: 72 }]);
    shop.domains.now += 2 * DAY_MS + HOUR_MS;
    for (let n = 0; n < 3; n += 1) settle();
    expect(warnings()).toMatchObject([{ days: 7 }, { hours: 72 }, { hours: 24 }]);
    shop.domains.now += 2 * DAY_MS;
    settle();
    expect(warnings()).toHaveLength(3);
  });
});

describe('payouts', () => {
  it('have each payment once, a day and a currency at a time, and add up to the cent', () => {
    const amount = fc.integer({ min: 1, max: 99_999 });
    const plan = fc.array(
      fc.record({
        amount,
        currency: fc.constantFrom('USD', 'EUR', 'JPY'),
        hours: fc.integer({ min: 0, max: 30 }),
        fate: fc.constantFrom('nothing', 'refund', 'win', 'lose', 'lose a part'),
        sweeps: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const [sampled] = fc.sample(fc.array(plan, { minLength: 4, maxLength: 4 }), { numRuns: 1, seed: 7 });
    for (const steps of sampled ?? []) for (const step of steps) take(step);
    shop.domains.now += 5 * DAY_MS;
    settle();
    const made = payouts();
    const lines: PayoutLine[] = made.flatMap((payout) => payout.lines);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    const byId = new Map(payments().map((one) => [one.id, one]));
    for (const payout of made) {
      expect(payout).toMatchObject(payoutSums(payout.lines, payout.currency));
      expect(payout.status).toBe('paid');
      const days = new Set(payout.lines.map(({ at }) => Math.floor(at / DAY_MS)));
      expect(days.size).toBe(1);
      for (const line of payout.lines) expect(byId.get(line.paymentId)?.currency).toBe(payout.currency);
    }
    // What stays with the shop is what was paid out before fees.
    for (const currency of ['USD', 'EUR', 'JPY']) {
      const kept = payments()
        .filter((one) => one.currency === currency && one.status === 'succeeded')
        .reduce((sum, one) => sum + (one.kind === 'payment' ? one.amount : -one.amount), 0);
      const paidOut = made
        .filter((payout) => payout.currency === currency)
        .reduce((sum, { net, fees }) => sum + net + fees, 0);
      expect(paidOut).toBe(kept);
    }
    expect(made.length).toBeGreaterThan(3);
    const before = made.length;
    settle();
    expect(payouts()).toHaveLength(before);
  });

  it('can be recorded as failed, and as paid again', () => {
    fulfilled();
    shop.domains.now += 5 * DAY_MS;
    settle();
    const [payout] = payouts();
    const payoutId = payout?.id ?? '';
    expect(payout).toMatchObject({ gross: 900, fees: 13, net: 887, status: 'paid' });
    shop.domains.command('payments.settle_payout', { payoutId, status: 'failed' });
    expect(shop.domains.refusal('payments.settle_payout', { payoutId, status: 'failed' })).toMatchObject({
      code: 'conflict',
      current: 'failed',
    });
    shop.domains.command('payments.settle_payout', { payoutId, status: 'paid' });
    expect(payouts()).toMatchObject([{ status: 'paid' }]);
  });

  interface Step {
    readonly amount: number;
    readonly currency: string;
    readonly hours: number;
    readonly fate: string;
    readonly sweeps: boolean;
  }

  function take({ amount, currency, hours, fate, sweeps }: Step): void {
    shop.domains.now += hours * HOUR_MS;
    const orderId = fresh();
    // An item is priced in one currency.
    const itemId = fresh();
    shop.domains.command('inventory.create_item', {
      item: makeItem({ id: itemId, sku: itemId, currency, backorderLimit: 1 }),
    });
    shop.domains.command('orders.create', {
      ...{ orderId, number: orderId, customer: null, currency, locationId: TEA.locationId },
      lines: [{ itemId, quantity: 1, unitPrice: amount, total: amount }],
    });
    const paymentId = fresh();
    shop.domains.command('payments.receive', { paymentId, orderId, amount, currency, method: 'card' });
    shop.domains.now += hours * HOUR_MS;
    if (fate === 'refund')
      shop.domains.command('payments.refund', refundOf(orderId, { amount: 1, currency }));
    if (fate === 'win' || fate.startsWith('lose')) {
      const part = fate === 'lose a part' ? Math.ceil(amount / 2) : amount;
      const disputeId = dispute(orderId, { amount: part });
      shop.domains.now += hours * HOUR_MS;
      shop.domains.command('payments.close_dispute', { disputeId, outcome: fate === 'win' ? 'won' : 'lost' });
    }
    if (sweeps) settle();
  }
});
