import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Dispute } from '#shared/domain/disputes.ts';
import { available, type Level, type Movement, type Reservation } from '#shared/domain/inventory.ts';
import type { Order, Payment } from '#shared/domain/orders.ts';
import { addLines } from '#shared/domain/refunds.ts';
import { type Shipment, shippedUnits } from '#shared/domain/shipments.ts';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { CommandType } from '#shared/protocol/commands/index.ts';
import { snapshotRowSchema } from '#shared/protocol/snapshot.ts';
import { BACKORDER, type Held, ITEMS, PLACES, type Step, step } from '../support/command-steps.ts';
import { foldEvents } from '../support/fold.ts';
import { openDomains, type TestDomains } from '../support/gateway-domains.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeCustomer } from '../support/make/order.ts';

function setUp(domains: TestDomains): void {
  for (const id of PLACES) domains.command('inventory.create_location', { location: makeLocation({ id }) });
  for (const id of ITEMS) {
    domains.command('inventory.create_item', {
      item: makeItem({
        id,
        category: 'kitchen',
        price: 250,
        backorderLimit: BACKORDER[id as keyof typeof BACKORDER],
      }),
    });
    domains.command('inventory.receive', { itemId: id, locationId: 'shop', quantity: 40, reference: null });
  }
}

/** Everything a refused command could have touched, to compare before and after. */
function fingerprint(domains: TestDomains): string {
  return JSON.stringify([domains.head(), ...CHANNELS.map((channel) => domains.snapshot(channel))]);
}

/** What an order has had paid in and not given back, minor units. */
function netPaid(domains: TestDomains, orderId: string): number {
  const own = rowsOf<Payment>(domains, 'payments', 'payment').filter(
    ({ orderId: of, status }) => of === orderId && status === 'succeeded',
  );
  return own.reduce((total, p) => total + (p.kind === 'payment' ? p.amount : -p.amount), 0);
}

/** Holds goods for an order, then places it; false if both were refused. */
function placeHeld(domains: TestDomains, { orderId, itemId, locationId, held, ordered }: Held): boolean {
  const reserve = domains.refusal('inventory.reserve', {
    reservationId: `held-${orderId}-${domains.head()}`,
    itemId,
    locationId,
    quantity: held,
    orderId,
    expiresAt: null,
  });
  const line = { itemId, quantity: ordered, unitPrice: 250, total: ordered * 250 };
  const create = domains.refusal('orders.create', {
    orderId,
    locationId,
    number: `N-${orderId}`,
    currency: 'USD',
    customer: makeCustomer({ id: 'c1' }),
    lines: [line],
  });
  return reserve === null || create === null;
}

/** Runs a step; false if it was refused. A refund of 0 stands for all that was paid. */
function take(domains: TestDomains, [type, data]: Step): boolean {
  if (type === 'wait') domains.now += data;
  else if (type === 'sweep') domains.sweep();
  else if (type === 'hold') return placeHeld(domains, data);
  else if (type === 'settle') {
    const order = rowsOf<Order>(domains, 'orders', 'order').find(({ id }) => id === data);
    const amount = order ? order.total - netPaid(domains, data) : 0;
    if (amount <= 0) return true;
    return (
      domains.refusal('payments.receive', {
        paymentId: `settle-${data}-${domains.head()}`,
        orderId: data,
        amount,
        currency: 'USD',
        method: 'card',
      }) === null
    );
  } else if (type === 'payments.refund' && data.amount === 0) {
    return domains.refusal(type, { ...data, amount: Math.max(1, netPaid(domains, data.orderId)) }) === null;
  }
  // Type and data were paired when the step was made.
  else return domains.refusal(type as CommandType, data as never) === null;
  return true;
}

function rowsOf<T>(domains: TestDomains, channel: Channel, kind: string): T[] {
  return domains.snapshot(channel).flatMap((entry) => (entry.kind === kind ? [entry.row as T] : []));
}

function checkStock(domains: TestDomains): void {
  const movements = rowsOf<Movement>(domains, 'inventory', 'movement');
  const reservations = rowsOf<Reservation>(domains, 'inventory', 'reservation');
  for (const level of rowsOf<Level>(domains, 'inventory', 'level')) {
    const here = (row: { itemId: string; locationId: string }): boolean =>
      row.itemId === level.itemId && row.locationId === level.locationId;
    const sum = (field: 'deltaOnHand' | 'deltaCommitted'): number =>
      movements.filter(here).reduce((total, m) => total + m[field], 0);
    expect(available(level)).toBeGreaterThanOrEqual(-BACKORDER[level.itemId as keyof typeof BACKORDER]);
    expect(level.onHand).toBe(sum('deltaOnHand'));
    expect(level.committed).toBe(sum('deltaCommitted'));
    const held = reservations.filter((r) => here(r) && (r.status === 'active' || r.status === 'committed'));
    expect(level.committed).toBe(held.reduce((total, r) => total + r.quantity, 0));
  }
}

function checkMoney(domains: TestDomains): void {
  const payments = rowsOf<Payment>(domains, 'payments', 'payment');
  const disputes = rowsOf<Dispute>(domains, 'payments', 'dispute');
  const reservations = rowsOf<Reservation>(domains, 'inventory', 'reservation');
  for (const order of rowsOf<Order>(domains, 'orders', 'order')) {
    const own = payments.filter(({ orderId, status }) => orderId === order.id && status !== 'failed');
    const sum = (kind: Payment['kind']): number =>
      own.filter((p) => p.kind === kind).reduce((total, p) => total + p.amount, 0);
    expect(order.total).toBe(order.lines.reduce((total, line) => total + line.total, 0));
    expect(sum('refund')).toBeLessThanOrEqual(sum('payment'));
    expect(sum('payment') - sum('refund')).toBeLessThanOrEqual(order.total);
    const settled = own.filter((p) => p.settlesOrder).length;
    expect(settled).toBe(
      ['paid', 'fulfilled', 'refunded'].includes(order.status) ||
        (order.status === 'cancelled' && settled === 1)
        ? 1
        : 0,
    );
    // What a bank has been asked to take back is not refunded as well.
    const disputed = disputes.filter(({ orderId }) => orderId === order.id).reduce((n, d) => n + d.amount, 0);
    if (order.status === 'cancelled' || order.status === 'refunded') {
      expect(sum('payment') - sum('refund')).toBeLessThanOrEqual(disputed);
      if (disputed === 0) expect(sum('refund')).toBe(sum('payment'));
    }
    const holds = reservations.some((r) => r.orderId === order.id && r.status === 'committed');
    expect(holds).toBe(order.status === 'placed' || order.status === 'paid');
  }
}

/** What has left is what the shipments say, and what is held for an order is what has not left. */
function checkShipments(domains: TestDomains): void {
  const shipments = rowsOf<Shipment>(domains, 'orders', 'shipment');
  const reservations = rowsOf<Reservation>(domains, 'inventory', 'reservation');
  const movements = rowsOf<Movement>(domains, 'inventory', 'movement');
  for (const order of rowsOf<Order>(domains, 'orders', 'order')) {
    const own = addLines(...shipments.flatMap(({ orderId, lines }) => (orderId === order.id ? [lines] : [])));
    const counts = order.shipped.map((quantity, line) => ({ line, quantity }));
    expect(own).toEqual(counts.filter(({ quantity }) => quantity > 0));
    for (const [n, { quantity }] of order.lines.entries())
      expect(order.shipped[n] ?? 0).toBeLessThanOrEqual(quantity);
    const open = order.status === 'placed' || order.status === 'paid';
    const units = (kept: (r: Reservation) => boolean): number =>
      reservations.filter((r) => r.orderId === order.id && kept(r)).reduce((sum, r) => sum + r.quantity, 0);
    const { shipped, ordered } = shippedUnits(order);
    expect(units(({ status }) => status === 'committed')).toBe(open ? ordered - shipped : 0);
    expect(units(({ status }) => status === 'fulfilled')).toBe(shipped);
    const left = movements.filter((m) => m.type === 'fulfilled' && m.reference === order.number);
    expect(left.reduce((sum, m) => sum - m.deltaOnHand, 0)).toBe(shipped);
  }
}

function checkAlerts(domains: TestDomains): void {
  const open = domains
    .snapshot('alerts')
    .flatMap(({ kind, row }) => (kind === 'alert' ? [row as Record<string, unknown>] : []));
  const subjects = open
    .filter((a) => a['resolvedAt'] === null && a['kind'] !== 'manual')
    .map((a) => JSON.stringify(a['subject']));
  // One at a level, whatever the rule: out of stock replaces low stock.
  expect(new Set(subjects).size).toBe(subjects.length);
}

function checkReplay(domains: TestDomains): void {
  const events = domains.events();
  expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n + 1));
  const folded = foldEvents(events);
  for (const channel of CHANNELS) {
    const snapshot = domains.snapshot(channel);
    for (const { kind, row } of snapshot) expect(snapshotRowSchema(channel, kind)?.parse(row)).toEqual(row);
    const text = (kind: string, row: unknown): string => `${kind} ${JSON.stringify(sortKeys(row))}`;
    const fromEvents = [...folded].flatMap(([table, rows]) =>
      table.startsWith(`${channel}/`)
        ? [...rows.values()].map((row) => text(table.slice(channel.length + 1), row))
        : [],
    );
    expect(snapshot.map(({ kind, row }) => text(kind, row)).sort()).toEqual(fromEvents.sort());
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sortKeys(v)]),
  );
}

describe('any sequence of commands', () => {
  let opened: TestDomains[] = [];
  afterEach(() => {
    for (const domains of opened) domains.dispose();
    opened = [];
  });

  it('keeps stock, money and alerts right, leaves nothing of what it refuses, and is rebuilt by its events', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 80, maxLength: 160, size: 'max' }), async (steps) => {
        const domains = await openDomains({ INVENTORY_LOW_STOCK_THRESHOLD: '8' });
        opened.push(domains);
        setUp(domains);
        let before = fingerprint(domains);
        for (const next of steps) {
          const accepted = take(domains, next);
          const after = fingerprint(domains);
          if (accepted) seen.add(next[0]);
          else expect(after).toBe(before);
          before = after;
          checkStock(domains);
        }
        checkMoney(domains);
        checkShipments(domains);
        checkAlerts(domains);
        checkReplay(domains);
        for (const event of domains.events()) {
          seen.add(event.type);
          if ('movements' in event.data) for (const movement of event.data.movements) seen.add(movement.type);
        }
        domains.dispose();
        opened.pop();
      }),
      { numRuns: 20 },
    );
    // The sequences are worth something only if they get this far.
    for (const type of [
      'orders.shipped',
      'orders.fulfilled',
      'orders.cancelled',
      'payments.refunded',
      'alerts.raised',
      'alerts.resolved',
      'orders.updated',
      'inventory.reservation_committed',
    ]) {
      expect(seen, type).toContain(type);
    }
  });
});
