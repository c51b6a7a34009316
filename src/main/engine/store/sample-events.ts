import type { Alert } from '#shared/domain/alerts.ts';
import { afterMessage, type Conversation } from '#shared/domain/chat.ts';
import type { Actor } from '#shared/domain/ids.ts';
import type { Item, MovementData } from '#shared/domain/inventory.ts';
import type { Order, Payment } from '#shared/domain/orders.ts';
import type { AnyEvent, EventData, EventType } from '#shared/protocol/events/index.ts';
import { channelOf } from '#shared/protocol/events/index.ts';

const WORDS =
  'oak chair table lamp delivery late refund broken please help order thanks blue under size2 parcel friday stock size return'.split(
    ' ',
  );
const CATEGORIES = ['Furniture', 'Office', 'Technology'];
const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'System' };
const AGENT: Actor = { kind: 'user', id: 'agent-1', name: 'Ada' };

/** A seeded generator of numbers in [0, 1) (mulberry32). */
function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Make = () => AnyEvent | null;

/**
 * A small shop that makes a valid sequence of events of every channel, the same for the same seed: what tests and
 * benchmarks of the cache are fed with.
 */
export class SampleShop {
  #seq: number;
  #at: number;
  readonly #random: () => number;
  readonly #items: Item[] = [];
  readonly #locations: string[] = [];
  readonly #levels = new Map<string, { onHand: number; committed: number }>();
  readonly #orders: Order[] = [];
  readonly #payments: Payment[] = [];
  readonly #conversations: Conversation[] = [];
  readonly #alerts: Alert[] = [];
  readonly #notifications: string[] = [];
  readonly #makers: readonly (readonly [weight: number, make: Make])[];
  readonly #stepMs: number;

  constructor(seed: number, options: { readonly startAt?: number; readonly stepMs?: number } = {}) {
    this.#random = random(seed);
    this.#seq = 0;
    this.#at = options.startAt ?? Date.UTC(2026, 9, 20, 8);
    this.#stepMs = options.stepMs ?? 20_000;
    this.#makers = [
      [3, () => this.#item()],
      [1, () => this.#location()],
      [18, () => this.#adjust()],
      [12, () => this.#order()],
      [12, () => this.#payment()],
      [5, () => this.#orderChange()],
      [4, () => this.#conversation()],
      [20, () => this.#message()],
      [8, () => this.#chatChange()],
      [3, () => this.#alert()],
      [2, () => this.#notification()],
      [0.1, () => this.#threshold()],
      [1, () => this.#admin()],
      [3, () => this.#reservation()],
    ];
  }

  /** The next event. */
  next(): AnyEvent {
    if (this.#locations.length < 2) return this.#location();
    if (this.#items.length < 3) return this.#item();
    const total = this.#makers.reduce((sum, [weight]) => sum + weight, 0);
    for (;;) {
      let at = this.#random() * total;
      const chosen = this.#makers.find(([weight]) => {
        at -= weight;
        return at < 0;
      });
      const event = chosen?.[1]();
      if (event) return event;
    }
  }

  /** The next `n` events. */
  take(n: number): AnyEvent[] {
    return Array.from({ length: n }, () => this.next());
  }

  #int(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from[this.#int(from.length)];
  }

  #text(words: number): string {
    return Array.from({ length: words }, () => this.#pick(WORDS) ?? '').join(' ');
  }

  /** A UUIDv7 at the shop's time. */
  id(): string {
    const time = this.#at.toString(16).padStart(12, '0');
    const hex = (n: number): string => Array.from({ length: n }, () => this.#int(16).toString(16)).join('');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
  }

  #event<T extends EventType>(type: T, data: EventData<T>, actor: Actor | null = SYSTEM): AnyEvent {
    this.#at += this.#int(this.#stepMs);
    this.#seq++;
    const commandId = this.#random() < 0.3 ? this.id() : null;
    // Type and data belong together by the signature.
    return {
      id: this.id(),
      seq: this.#seq,
      channel: channelOf(type),
      type,
      at: this.#at,
      actor,
      commandId,
      data,
    } as unknown as AnyEvent;
  }

  #item(): AnyEvent {
    const old = this.#items.length > 5 && this.#random() < 0.4 ? this.#pick(this.#items) : undefined;
    const item: Item = {
      id: old?.id ?? this.id(),
      sku: `SKU-${this.#items.length}`,
      name: this.#text(3),
      category: this.#pick(CATEGORIES) ?? 'Office',
      barcode: null,
      unit: 'pcs',
      price: 100 + this.#int(90_000),
      cost: null,
      currency: 'USD',
      status: this.#random() < 0.05 ? 'archived' : 'active',
      backorderLimit: 0,
    };
    if (!old) this.#items.push(item);
    return this.#event(old ? 'inventory.item_updated' : 'inventory.item_created', { item });
  }

  #location(): AnyEvent {
    const id = `loc-${this.#locations.length}`;
    this.#locations.push(id);
    return this.#event('inventory.location_created', {
      location: { id, name: `Location ${id}`, kind: 'store' },
    });
  }

  #movement(type: MovementData['type'], delta: number, committed: number): MovementData {
    const itemId = this.#pick(this.#items)?.id ?? '';
    const locationId = this.#locations[this.#int(Math.min(2, this.#locations.length))] ?? '';
    const level = this.#levels.get(`${itemId}:${locationId}`) ?? { onHand: 0, committed: 0 };
    const next = {
      onHand: Math.max(0, level.onHand + delta),
      committed: Math.max(0, level.committed + committed),
    };
    this.#levels.set(`${itemId}:${locationId}`, next);
    return {
      type,
      itemId,
      locationId,
      lotId: null,
      deltaOnHand: next.onHand - level.onHand,
      deltaCommitted: next.committed - level.committed,
      deltaUnavailable: 0,
      onHandAfter: next.onHand,
      committedAfter: next.committed,
      unavailableAfter: 0,
    };
  }

  #adjust(): AnyEvent {
    const lines = 1 + this.#int(3);
    const movements = Array.from({ length: lines }, () => this.#movement('adjusted', this.#int(41) - 15, 0));
    return this.#event('inventory.stock_adjusted', { movements, reason: 'count', reference: null }, AGENT);
  }

  #reservation(): AnyEvent {
    const movement = this.#movement('reserved', 0, 1);
    const { itemId, locationId } = movement;
    const reservation = {
      id: this.id(),
      itemId,
      locationId,
      quantity: 1,
      status: 'active' as const,
      orderId: null,
      expiresAt: this.#at + 600_000,
      createdAt: this.#at,
    };
    return this.#event('inventory.stock_reserved', {
      movements: [movement],
      reason: 'reserved',
      reference: null,
      reservation,
    });
  }

  #threshold(): AnyEvent {
    const threshold = {
      itemId: this.#random() < 0.7 ? (this.#pick(this.#items)?.id ?? null) : null,
      locationId: this.#random() < 0.5 ? (this.#locations[0] ?? null) : null,
      category: this.#random() < 0.3 ? (this.#pick(CATEGORIES) ?? null) : null,
      lowAt: this.#int(20),
      outAt: 0,
      overAt: null,
      expiringWithinDays: null,
      recoverAt: null,
    };
    return this.#event('inventory.thresholds_changed', { threshold, removed: this.#random() < 0.3 });
  }

  #order(): AnyEvent {
    const lines = Array.from({ length: 1 + this.#int(3) }, () => {
      const item = this.#pick(this.#items);
      const quantity = 1 + this.#int(4);
      const unitPrice = item?.price ?? 0;
      return {
        itemId: item?.id ?? '',
        sku: item?.sku ?? '',
        name: item?.name ?? '',
        quantity,
        unitPrice,
        total: unitPrice * quantity,
      };
    });
    const customer =
      this.#random() < 0.2
        ? null
        : {
            id: `c-${this.#int(50)}`,
            name: `${this.#text(1)} ${this.#text(1)}`,
            email: 'someone@example.test',
          };
    const at = this.#at;
    const order: Order = {
      id: this.id(),
      number: `N-${this.#orders.length}`,
      customer,
      lines,
      total: lines.reduce((sum, line) => sum + line.total, 0),
      currency: this.#random() < 0.1 ? 'EUR' : 'USD',
      status: 'placed',
      locationId: this.#locations[0] ?? null,
      placedAt: at,
    };
    this.#orders.push(order);
    return this.#event('orders.created', { order });
  }

  #payment(): AnyEvent | null {
    const order = this.#pick(this.#orders);
    if (!order) return null;
    const disputed = this.#random() < 0.1 ? this.#pick(this.#payments) : undefined;
    if (disputed) return this.#event('payments.disputed', { payment: { ...disputed, status: 'disputed' } });
    const kind = this.#random() < 0.2 ? 'refund' : 'payment';
    const failed = kind === 'payment' && this.#random() < 0.1;
    const payment: Payment = {
      id: this.id(),
      orderId: order.id,
      orderNumber: order.number,
      kind,
      status: failed ? 'failed' : 'succeeded',
      amount: 1 + this.#int(order.total + 1),
      currency: order.currency,
      method: 'card',
      reason: null,
      at: this.#at,
      settlesOrder: kind === 'payment' && !failed && this.#random() < 0.7,
    };
    this.#payments.push(payment);
    if (kind === 'refund') return this.#event('payments.refunded', { payment });
    return this.#event(failed ? 'payments.failed' : 'payments.received', { payment });
  }

  #orderChange(): AnyEvent | null {
    const order = this.#pick(this.#orders);
    if (!order) return null;
    const change = { orderId: order.id, number: order.number, reason: null };
    const which = this.#int(3);
    if (which === 0) return this.#event('orders.cancelled', { ...change, status: 'cancelled' });
    return which === 1
      ? this.#event('orders.fulfilled', { ...change, status: 'fulfilled' })
      : this.#event('orders.updated', { ...change, status: 'refunded' });
  }

  #conversation(): AnyEvent {
    const at = this.#at;
    const conversation: Conversation = {
      id: this.id(),
      customer: { id: `c-${this.#int(50)}`, name: this.#text(2), email: null },
      subject: this.#text(2),
      status: 'open',
      priority: 'none',
      labels: [],
      assigneeId: null,
      assigneeName: null,
      orderIds: [],
      createdAt: at,
      lastMessageAt: at,
      lastMessagePreview: '',
      lastCustomerMessageAt: null,
      waitingSince: null,
      snoozedUntil: null,
      customerDeliveredSeq: 0,
      customerReadSeq: 0,
    };
    this.#conversations.push(conversation);
    return this.#event('chat.conversation_opened', { conversation });
  }

  #message(): AnyEvent | null {
    const at = this.#int(this.#conversations.length);
    const conversation = this.#conversations[at];
    if (!conversation) return null;
    const customer = this.#random() < 0.5;
    const note = !customer && this.#random() < 0.2;
    const author: Actor = customer
      ? { kind: 'customer', id: conversation.customer.id, name: conversation.customer.name }
      : AGENT;
    const message = {
      id: this.id(),
      conversationId: conversation.id,
      author,
      kind: note ? ('note' as const) : ('text' as const),
      body: this.#text(3 + this.#int(12)),
      attachments: [],
      at: this.#at,
    };
    const { status, lastMessageAt, lastMessagePreview, lastCustomerMessageAt, waitingSince, snoozedUntil } =
      conversation;
    const progress = afterMessage(
      { status, lastMessageAt, lastMessagePreview, lastCustomerMessageAt, waitingSince, snoozedUntil },
      message,
    );
    this.#conversations[at] = { ...conversation, ...progress };
    return this.#event(note ? 'chat.note_added' : 'chat.message_sent', { message, progress }, author);
  }

  #chatChange(): AnyEvent | null {
    const at = this.#int(this.#conversations.length);
    const conversation = this.#conversations[at];
    if (!conversation) return null;
    const conversationId = conversation.id;
    const change = (fields: Partial<Conversation>): void => {
      this.#conversations[at] = { ...conversation, ...fields };
    };
    switch (this.#int(7)) {
      case 0: {
        const assigned =
          this.#random() < 0.7
            ? { assigneeId: AGENT.id, assigneeName: AGENT.name }
            : { assigneeId: null, assigneeName: null };
        return this.#event('chat.assigned', { conversationId, ...assigned });
      }
      case 1:
        change({ status: 'resolved', waitingSince: null });
        return this.#event('chat.status_changed', { conversationId, status: 'resolved', waitingSince: null });
      case 2:
        return this.#event('chat.message_read', {
          conversationId,
          userId: this.#random() < 0.4 ? null : AGENT.id,
          upToSeq: this.#int(this.#seq + 1),
        });
      case 3:
        return this.#event('chat.message_delivered', { conversationId, upToSeq: this.#int(this.#seq + 1) });
      case 4:
        return this.#event('chat.labels_changed', { conversationId, labels: [this.#text(1)] });
      case 5: {
        const until = this.#random() < 0.7 ? this.#at + 3_600_000 : null;
        change({ status: until === null ? 'open' : 'snoozed', snoozedUntil: until });
        return this.#event('chat.snoozed', { conversationId, until });
      }
      default:
        return this.#event('chat.priority_changed', { conversationId, priority: 'high' });
    }
  }

  #alert(): AnyEvent {
    const at = this.#alerts.length > 0 && this.#random() < 0.5 ? this.#int(this.#alerts.length) : -1;
    const old = this.#alerts[at];
    if (old) {
      const done = this.#random() < 0.5;
      const alert: Alert = done
        ? { ...old, state: 'resolved', resolvedAt: this.#at, causeSeq: this.#seq }
        : { ...old, acknowledgedBy: AGENT.name, acknowledgedAt: this.#at, note: null, causeSeq: this.#seq };
      this.#alerts[at] = alert;
      return this.#event(done ? 'alerts.resolved' : 'alerts.acknowledged', { alert });
    }
    const alert: Alert = {
      id: this.id(),
      ruleId: 'low',
      kind: 'manual',
      severity: this.#pick(['info', 'warning', 'critical'] as const) ?? 'info',
      subject: { type: 'workspace' },
      message: this.#text(4),
      state: 'firing',
      value: null,
      threshold: null,
      raisedAt: this.#at,
      causeSeq: this.#seq,
      acknowledgedBy: null,
      acknowledgedAt: null,
      note: null,
      silencedUntil: null,
      resolvedAt: null,
    };
    this.#alerts.push(alert);
    return this.#event('alerts.raised', { alert });
  }

  #notification(): AnyEvent {
    const old = this.#random() < 0.5 ? this.#pick(this.#notifications) : undefined;
    if (old)
      return this.#event(this.#random() < 0.5 ? 'notifications.read' : 'notifications.dismissed', {
        notificationId: old,
        at: this.#at,
      });
    const id = this.id();
    this.#notifications.push(id);
    const notification = {
      id,
      category: 'system' as const,
      title: this.#text(2),
      body: '',
      subject: null,
      createdAt: this.#at,
      readAt: null,
      dismissedAt: null,
    };
    return this.#event('notifications.created', { notification });
  }

  #admin(): AnyEvent {
    if (this.#random() < 0.5)
      return this.#event('system.gateway_started', { version: '1', startedAt: this.#at });
    if (this.#random() < 0.5)
      return this.#event('admin.setting_changed', { setting: { key: this.#text(1), value: this.#int(9) } });
    const user = { id: this.id(), username: `u${this.#seq}`, name: 'Someone', role: 'agent' as const };
    if (this.#random() < 0.5) return this.#event('team.member_added', { member: user });
    return this.#event('admin.user_created', { user });
  }
}

/** Cuts events into `events` messages as a gateway sends them: each says, per channel, what it follows on. */
export function batchesOf(events: readonly AnyEvent[], size: number, mode: 'catch_up' | 'live' = 'live') {
  const heads = new Map<string, number>();
  const batches: {
    batch: number;
    mode: 'catch_up' | 'live';
    after: Record<string, number>;
    events: unknown[];
  }[] = [];
  for (let i = 0; i < events.length; i += size) {
    const part = events.slice(i, i + size);
    const after = Object.fromEntries(part.map((e) => [e.channel, heads.get(e.channel) ?? 0]));
    for (const e of part) heads.set(e.channel, e.seq);
    batches.push({ batch: batches.length + 1, mode, after, events: part });
  }
  return batches;
}
