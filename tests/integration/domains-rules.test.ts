import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '#shared/domain/alerts.ts';
import type { Conversation, Message } from '#shared/domain/chat.ts';
import type { Level, Movement, Reservation } from '#shared/domain/inventory.ts';
import type { Notification } from '#shared/domain/notifications.ts';
import type { Order, Payment } from '#shared/domain/orders.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { markDelivered, markReadByCustomer, postCustomerMessage } from '../../src/gateway/chat/index.ts';
import { listLevels } from '../../src/gateway/inventory/index.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { foldEvents } from '../support/fold.ts';
import { openDomains, type TestDomains } from '../support/gateway-domains.ts';
import { makeItem, makeLocation, makeThreshold } from '../support/make/item.ts';
import { makeUser } from '../support/make/user.ts';

const TEA = { itemId: 'tea', locationId: 'shop' };
const CUSTOMER = { id: 'c1', name: 'Cleo', email: 'cleo@example.com' };
const AS_CUSTOMER: Principal = {
  actor: { kind: 'customer', id: 'c1', name: 'Cleo' },
  permissions: new Set(),
};

let domains: TestDomains;
let counter = 0;
const fresh = (): string => `id-${++counter}`;

beforeEach(async () => {
  domains = await openDomains({ INVENTORY_LOW_STOCK_THRESHOLD: '5', CHAT_MAX_MESSAGE_LENGTH: '100' });
  domains.command('inventory.create_location', { location: makeLocation({ id: 'shop', name: 'Shop' }) });
  for (const id of ['tea', 'mug']) {
    domains.command('inventory.create_item', {
      item: makeItem({ id, category: 'kitchen', price: 300 }),
    });
  }
});
afterEach(() => domains.dispose());

function rows<T>(channel: Channel, kind: string): T[] {
  return domains.snapshot(channel).flatMap((entry) => (entry.kind === kind ? [entry.row as T] : []));
}
const level = (): Level | undefined => rows<Level>('inventory', 'level').find((l) => l.itemId === 'tea');
const stock = (quantity: number): unknown =>
  domains.command('inventory.receive', { ...TEA, quantity, reference: null });
const adjust = (quantity: number): unknown =>
  domains.command('inventory.adjust', {
    ...TEA,
    change: { mode: 'delta', quantity },
    reason: 'test',
    reference: null,
  });
const openAlerts = (): Alert[] => rows<Alert>('alerts', 'alert').filter((alert) => alert.resolvedAt === null);

function placeOrder(lines: { itemId?: string; quantity: number }[], orderId = fresh()): string {
  domains.command('orders.create', {
    orderId,
    number: `N-${orderId}`,
    customer: CUSTOMER,
    currency: 'USD',
    locationId: 'shop',
    lines: lines.map(({ itemId = 'tea', quantity }) => ({
      itemId,
      quantity,
      unitPrice: 300,
      total: 300 * quantity,
    })),
  });
  return orderId;
}
const pay = (orderId: string, amount: number) =>
  domains.command('payments.receive', {
    paymentId: fresh(),
    orderId,
    amount,
    currency: 'USD',
    method: 'card',
  });
const order = (id: string): Order | undefined => rows<Order>('orders', 'order').find((o) => o.id === id);

describe('stock', () => {
  it('refuses to take more than is available and says what is', () => {
    stock(3);
    const refusal = domains.refusal('inventory.adjust', {
      ...TEA,
      change: { mode: 'delta', quantity: -4 },
      reason: 'x',
      reference: null,
    });
    expect(refusal).toMatchObject({ code: 'insufficient_stock', available: 3 });
    expect(level()?.onHand).toBe(3);
  });

  it('sets a count only while what was seen still stands', () => {
    stock(3);
    const set = (expected: number) =>
      domains.refusal('inventory.adjust', {
        ...TEA,
        change: { mode: 'set', quantity: 9, expected },
        reason: 'count',
        reference: null,
      });
    expect(set(4)).toMatchObject({ code: 'conflict', current: 3 });
    expect(set(3)).toBeNull();
    expect(rows<Movement>('inventory', 'movement').at(-1)).toMatchObject({
      type: 'counted',
      deltaOnHand: 6,
      onHandAfter: 9,
      actor: { id: 'u-manager' },
    });
  });

  it('frees what an expired reservation held at once, and records it when it is swept', () => {
    stock(3);
    domains.command('inventory.reserve', {
      reservationId: 'r1',
      ...TEA,
      quantity: 3,
      orderId: null,
      expiresAt: null,
    });
    expect(level()?.committed).toBe(3);
    domains.now += 10 * 60_000;
    expect(listLevels(domains.sql, { itemId: '', locationId: '' }, null, domains.now, 10)[0]?.available).toBe(
      3,
    );
    expect(domains.refusal('inventory.release', { reservationId: 'r1', reason: 'late' })).toMatchObject({
      code: 'conflict',
    });
    // Nothing of stock is left to wait for: only notifications, which are kept for months.
    expect(domains.sweep() ?? Number.POSITIVE_INFINITY).toBeGreaterThan(domains.now + 86_400_000);
    expect(rows<Reservation>('inventory', 'reservation')[0]?.status).toBe('expired');
    expect(level()).toMatchObject({ onHand: 3, committed: 0 });
  });

  it('lets a sale take what an expired reservation held before any sweep', () => {
    stock(3);
    domains.command('inventory.reserve', {
      reservationId: 'r1',
      ...TEA,
      quantity: 3,
      orderId: null,
      expiresAt: null,
    });
    expect(() => adjust(-1)).toThrow();
    domains.now += 10 * 60_000;
    adjust(-3);
    expect(level()).toMatchObject({ onHand: 0, committed: 0 });
  });

  it('names what does not exist', () => {
    const at = (itemId: string, locationId: string) =>
      domains.refusal('inventory.receive', { itemId, locationId, quantity: 1, reference: null });
    expect(at('cup', 'shop')).toMatchObject({ code: 'not_found', field: 'itemId' });
    expect(at('tea', 'moon')).toMatchObject({ code: 'not_found', field: 'locationId' });
  });
});

describe('orders', () => {
  it('sums the demand for one item over all lines before it commits any', () => {
    stock(5);
    const before = domains.head();
    expect(() => placeOrder([{ quantity: 3 }, { quantity: 3 }])).toThrow(/available/);
    expect(domains.head()).toBe(before);
    const id = placeOrder([{ quantity: 3 }, { quantity: 2 }]);
    expect(rows<Reservation>('inventory', 'reservation')).toMatchObject([
      { quantity: 5, status: 'committed', orderId: id },
    ]);
  });

  it('keeps numbers unique', () => {
    stock(5);
    const id = placeOrder([{ quantity: 1 }]);
    expect(() => placeOrder([{ quantity: 1 }], id)).toThrow(/already/);
  });

  it('is paid when the last of its payments arrives, and only that one settles it', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    expect(pay(id, 200).status).toBe('placed');
    expect(() => pay(id, 500)).toThrow(/owed/);
    expect(
      domains.refusal('payments.receive', {
        paymentId: 'p',
        orderId: id,
        amount: 1,
        currency: 'EUR',
        method: 'card',
      }),
    ).toMatchObject({ code: 'invalid', field: 'currency' });
    expect(pay(id, 400).status).toBe('paid');
    expect(rows<Payment>('payments', 'payment').map((p) => p.settlesOrder)).toEqual([false, true]);
    expect(order(id)?.status).toBe('paid');
  });

  it('takes goods off the shelf when it is fulfilled and puts them back when they are returned, once', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    pay(id, 600);
    domains.command('orders.fulfil', { orderId: id });
    expect(level()).toMatchObject({ onHand: 3, committed: 0 });
    const refund = (amount: number, restock: boolean) =>
      domains.refusal('payments.refund', {
        paymentId: fresh(),
        orderId: id,
        amount,
        currency: 'USD',
        reason: 'broken',
        restock,
      });
    expect(refund(700, false)).toMatchObject({ code: 'invalid', field: 'amount' });
    expect(refund(100, true)).toBeNull();
    expect(level()?.onHand).toBe(5);
    expect(refund(100, true)).toMatchObject({ code: 'conflict', field: 'restock' });
    expect(order(id)?.status).toBe('fulfilled');
    expect(refund(500, false)).toBeNull();
    expect(order(id)?.status).toBe('refunded');
    expect(rows<Movement>('inventory', 'movement').at(-1)).toMatchObject({
      type: 'returned',
      reference: `N-${id}`,
    });
  });

  it('gives back stock and money when it is cancelled', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    pay(id, 200);
    expect(domains.command('orders.cancel', { orderId: id, reason: 'changed my mind' })).toEqual({
      status: 'cancelled',
      refunded: 200,
    });
    expect(level()).toMatchObject({ onHand: 5, committed: 0 });
    expect(domains.refusal('orders.fulfil', { orderId: id })).toMatchObject({
      code: 'conflict',
      current: 'cancelled',
    });
  });

  it('releases what it held when it is refunded in full before it was sent', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    pay(id, 600);
    domains.command('payments.refund', {
      paymentId: fresh(),
      orderId: id,
      amount: 600,
      currency: 'USD',
      reason: 'late',
      restock: true,
    });
    expect(order(id)?.status).toBe('refunded');
    expect(level()).toMatchObject({ onHand: 5, committed: 0 });
  });

  it('does not let its stock be released by hand', () => {
    stock(5);
    placeOrder([{ quantity: 2 }]);
    const reservationId = rows<Reservation>('inventory', 'reservation')[0]?.id ?? '';
    expect(domains.refusal('inventory.release', { reservationId, reason: 'oops' })).toMatchObject({
      code: 'conflict',
    });
  });
});

describe('an order that is too large for one event', () => {
  const create = (count: number) => ({
    orderId: 'large',
    number: 'N-large',
    customer: CUSTOMER,
    currency: 'USD',
    locationId: 'shop',
    lines: Array.from({ length: count }, (_, n) => ({
      itemId: `long-${n}`,
      quantity: 1,
      unitPrice: 1,
      total: 1,
    })),
  });
  const items = (count: number): void =>
    domains.run((context) => {
      for (let n = 0; n < count; n += 1) {
        context.dispatch('inventory.create_item', {
          item: makeItem({ id: `long-${n}`, sku: `LONG-${n}`, name: 'ü'.repeat(120), price: 1 }),
        });
        context.dispatch('inventory.receive', {
          itemId: `long-${n}`,
          locationId: 'shop',
          quantity: 1,
          reference: null,
        });
      }
    });

  it('is refused as such, naming its lines, before anything is done', () => {
    items(1000);
    const head = domains.head();
    expect(domains.refusal('orders.create', create(1000))).toMatchObject({
      code: 'too_large',
      field: 'lines',
    });
    expect(domains.head()).toBe(head);
    domains.command('orders.create', create(600));
    expect(rows<Order>('orders', 'order')[0]?.lines).toHaveLength(600);
  });
});

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
    const cause = domains.events().find((event) => event.seq === openAlerts()[0]?.causeSeq);
    expect(cause?.type).toBe('inventory.stock_adjusted');
  });

  it('stay open when they are acknowledged, and are not resolved by hand', () => {
    stock(4);
    const alertId = openAlerts()[0]?.id ?? '';
    domains.command('alerts.acknowledge', { alertId, note: 'on it' });
    expect(openAlerts()).toMatchObject([
      { acknowledgedBy: 'Mara', note: 'on it', acknowledgedAt: domains.now },
    ]);
    expect(domains.refusal('alerts.acknowledge', { alertId, note: null })).toMatchObject({
      code: 'conflict',
    });
    expect(domains.refusal('alerts.resolve', { alertId, note: null })).toMatchObject({ code: 'conflict' });
    stock(20);
    expect(openAlerts()).toEqual([]);
  });

  it('wait for the rule: pending before they fire, recovering before they resolve', () => {
    domains.run((context) =>
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
    expect(domains.sweep()).toBe(domains.now + 60_000);
    domains.now += 60_000;
    domains.sweep();
    expect(openAlerts()).toHaveLength(1);
    stock(20);
    expect(openAlerts()).toHaveLength(1);
    domains.now += 30_000;
    expect(domains.sweep()).toBeNull();
    expect(openAlerts()).toEqual([]);
  });

  it('follow the closest threshold, and a change of it at once', () => {
    stock(20);
    const threshold = makeThreshold({ itemId: 'tea', lowAt: 30 });
    domains.command('inventory.set_threshold', { threshold, removed: false });
    expect(openAlerts()).toMatchObject([{ kind: 'low_stock', threshold: 30 }]);
    domains.command('inventory.set_threshold', { threshold, removed: true });
    expect(openAlerts()).toEqual([]);
  });

  it('that are critical notify once', () => {
    stock(1);
    adjust(-1);
    const out = domains
      .events()
      .find((e) => e.type === 'alerts.raised' && e.data.alert.kind === 'out_of_stock');
    expect(rows<Notification>('notifications', 'notification')).toMatchObject([
      { id: `notification-${out?.id}`, category: 'stock', link: '/inventory/tea' },
    ]);
  });
});

describe('chat', () => {
  const talk = (): Conversation | undefined => rows<Conversation>('chat', 'conversation')[0];
  const say = (body: string, messageId = fresh(), kind: 'text' | 'note' = 'text') =>
    domains.refusal('chat.send_message', { conversationId: 'k', messageId, kind, body });
  const ask = (body: string, principal = AS_CUSTOMER) =>
    domains.run(
      (context) => postCustomerMessage(context, { conversationId: 'k', messageId: fresh(), body }),
      principal,
    );

  beforeEach(() => {
    domains.command('chat.open_conversation', {
      conversationId: 'k',
      customer: CUSTOMER,
      subject: 'Tea',
      orderIds: [],
    });
  });

  it('starts the wait with the customer and ends it with an answer, not with a note', () => {
    ask('Hello?');
    expect(talk()).toMatchObject({ waitingSince: domains.now, status: 'open', lastMessagePreview: 'Hello?' });
    expect(say('What do they want?', fresh(), 'note')).toBeNull();
    expect(talk()).toMatchObject({ waitingSince: domains.now, lastMessagePreview: 'Hello?' });
    expect(say('Hello!')).toBeNull();
    expect(talk()?.waitingSince).toBeNull();
    const messages = rows<Message>('chat', 'message');
    expect(messages.map((m) => m.kind)).toEqual(['text', 'note', 'text']);
    const events = domains.events();
    for (const message of messages) {
      expect(events.find((e) => e.seq === message.seq)?.type).toBe(
        message.kind === 'note' ? 'chat.note_added' : 'chat.message_sent',
      );
    }
  });

  it('refuses what is too long, seen before or elsewhere', () => {
    expect(say('x'.repeat(101))).toMatchObject({ code: 'invalid', field: 'body' });
    expect(say('once', 'm1')).toBeNull();
    expect(say('again', 'm1')).toMatchObject({ code: 'conflict', field: 'messageId' });
    const elsewhere = { conversationId: 'z', messageId: fresh(), kind: 'text' as const, body: 'hi' };
    expect(domains.refusal('chat.send_message', elsewhere)).toMatchObject({
      code: 'not_found',
      field: 'conversationId',
    });
  });

  it("keeps customers out of each other's conversations", () => {
    const stranger: Principal = {
      actor: { kind: 'customer', id: 'c2', name: 'Mal' },
      permissions: new Set(),
    };
    expect(() => ask('Let me in', stranger)).toThrow(/no such conversation/);
    expect(() => domains.run((context) => markReadByCustomer(context, 'k', 99), stranger)).toThrow(
      /no such conversation/,
    );
  });

  it('moves receipts and read positions forward only, and never past the last message', () => {
    say('One');
    say('Two');
    const last = rows<Message>('chat', 'message').at(-1)?.seq ?? 0;
    domains.run((context) => markDelivered(context, 'k', last - 1), AS_CUSTOMER);
    expect(talk()).toMatchObject({ customerDeliveredSeq: last - 1, customerReadSeq: 0 });
    domains.run((context) => markReadByCustomer(context, 'k', last + 1000), AS_CUSTOMER);
    expect(talk()).toMatchObject({ customerDeliveredSeq: last, customerReadSeq: last });
    const head = domains.head();
    domains.run((context) => markReadByCustomer(context, 'k', 1), AS_CUSTOMER);
    domains.command('chat.mark_read', { conversationId: 'k', upToSeq: 0 });
    expect(domains.head()).toBe(head);
    domains.command('chat.mark_read', { conversationId: 'k', upToSeq: last });
    expect(rows('chat', 'read_position')).toEqual([
      { conversationId: 'k', userId: 'u-manager', upToSeq: last },
    ]);
  });

  it('is snoozed until a time, and awake again', () => {
    const until = domains.now + 3_600_000;
    const both = () => ({
      gateway: talk(),
      events: foldEvents(domains.events()).get('chat/conversation')?.get('k'),
    });
    domains.run((context) => context.emit('chat.snoozed', { conversationId: 'k', until }));
    expect(talk()).toMatchObject({ status: 'snoozed', snoozedUntil: until });
    expect(both().events).toEqual(both().gateway);
    domains.run((context) => context.emit('chat.snoozed', { conversationId: 'k', until: null }));
    expect(talk()).toMatchObject({ status: 'open', snoozedUntil: null });
    domains.run((context) => context.emit('chat.snoozed', { conversationId: 'k', until }));
    ask('Are you there?');
    expect(talk()).toMatchObject({ status: 'open', snoozedUntil: null });
    expect(both().events).toEqual(both().gateway);
  });

  it('is assigned to members of the team, resolved, and opened again by its customer', () => {
    expect(domains.refusal('chat.assign', { conversationId: 'k', assigneeId: 'nobody' })).toMatchObject({
      code: 'not_found',
    });
    const user = makeUser({ id: 'u2', username: 'ada', name: 'Ada' });
    domains.command('admin.create_user', { user, password: 'long enough to do' });
    expect(domains.command('chat.assign', { conversationId: 'k', assigneeId: 'u2' })).toEqual({
      assigneeName: 'Ada',
    });
    ask('Hello?');
    domains.command('chat.set_status', { conversationId: 'k', status: 'resolved' });
    expect(talk()).toMatchObject({ status: 'resolved', waitingSince: null, assigneeName: 'Ada' });
    ask('One more thing');
    expect(talk()).toMatchObject({ status: 'open', waitingSince: domains.now });
  });
});

describe('admin', () => {
  it('adds members without their password in any event, and keeps one administrator', () => {
    const user = makeUser({ id: 'u1', username: 'root', name: 'Root', role: 'admin' });
    domains.command('admin.create_user', { user, password: 'correct horse' });
    expect(JSON.stringify(domains.events())).not.toMatch(/correct horse|argon2/);
    expect(
      domains.refusal('admin.create_user', {
        user: { ...user, id: 'u2', username: 'ROOT' },
        password: 'correct horse',
      }),
    ).toMatchObject({ code: 'conflict', field: 'user.username' });
    expect(domains.refusal('admin.set_role', { userId: 'u1', role: 'agent' })).toMatchObject({
      code: 'conflict',
    });
    domains.command('admin.set_setting', { setting: { key: 'greeting', value: 'Hi' } });
    domains.command('admin.set_setting', { setting: { key: 'greeting', value: null } });
    expect(domains.snapshot('admin')).toEqual([
      { kind: 'user', row: user },
      { kind: 'setting', row: { key: 'greeting', value: null } },
    ]);
  });
});

describe('team', () => {
  it('tells all who chat who is there and as what', () => {
    const user = makeUser({ id: 'u1', username: 'ada', name: 'Ada' });
    domains.command('admin.create_user', { user, password: 'correct horse' });
    expect(domains.snapshot('team')).toEqual([{ kind: 'member', row: user }]);
    domains.command('admin.set_role', { userId: 'u1', role: 'manager' });
    expect(domains.snapshot('team')).toEqual([{ kind: 'member', row: { ...user, role: 'manager' } }]);
    const told = domains.events().filter(({ channel }) => channel === 'team');
    expect(told.map(({ type, data }) => [type, data])).toEqual([
      ['team.member_added', { member: user }],
      ['team.member_changed', { member: { ...user, role: 'manager' } }],
    ]);
    const folded = foldEvents(domains.events()).get('team/member');
    expect([...(folded?.values() ?? [])]).toEqual(domains.snapshot('team').map(({ row }) => row));
  });
});

describe('what is kept', () => {
  it('lets old notifications go by an event, so that every copy loses the same ones', () => {
    const day = 86_400_000;
    const raise = (alertId: string) =>
      domains.command('alerts.raise', { alertId, severity: 'critical', message: 'Look!' });
    const kept = () => domains.snapshot('notifications').length;
    const began = domains.now;
    raise('a1');
    domains.now += 30 * day;
    raise('a2');
    expect(kept()).toBe(2);
    expect(domains.sweep()).toBe(began + 91 * day);
    domains.now = began + 91 * day - 1;
    domains.sweep();
    expect(kept()).toBe(2);
    domains.now = began + 91 * day;
    expect(domains.sweep()).toBe(began + 121 * day);
    expect(kept()).toBe(1);
    const folded = foldEvents(domains.events()).get('notifications/notification');
    expect([...(folded?.values() ?? [])]).toEqual(domains.snapshot('notifications').map(({ row }) => row));
  });
});
