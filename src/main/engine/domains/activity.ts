import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Activity } from '#shared/bridge/live.ts';
import { preview } from '#shared/domain/chat.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { EventData, EventType } from '#shared/protocol/events/index.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../store/reader.ts';

type Values = Activity['values'];
interface Described {
  readonly values: Values;
  readonly subject: Subject | null;
}
type Describe<T extends EventType> = (data: EventData<T>, reader: Reader) => Described;

const NOTHING: Described = { values: {}, subject: null };

function conversationOf(reader: Reader, conversationId: string, values: Values = {}): Described {
  const row = reader.get<{ name: string }>(
    'SELECT customer_name AS name FROM conversations WHERE id = ?',
    conversationId,
  );
  return {
    values: { customer: row?.name ?? null, ...values },
    subject: { kind: 'conversation', id: conversationId },
  };
}

function stock(data: EventData<'inventory.stock_adjusted'>, reader: Reader): Described {
  const [first] = data.movements;
  if (!first) return NOTHING;
  const item = reader.get<{ name: string; sku: string }>(
    'SELECT name, sku FROM items WHERE id = ?',
    first.itemId,
  );
  const location = reader.get<{ name: string }>('SELECT name FROM locations WHERE id = ?', first.locationId);
  const values: Values = {
    item: item?.name ?? first.itemId,
    sku: item?.sku ?? '',
    location: location?.name ?? first.locationId,
    delta: first.deltaOnHand,
    onHand: first.onHandAfter,
    available: first.onHandAfter - first.committedAfter - first.unavailableAfter,
    lines: data.movements.length,
    reason: data.reason,
    reference: data.reference,
  };
  return { values, subject: { kind: 'item', id: first.itemId } };
}

function order(data: EventData<'orders.updated'>): Described {
  return {
    values: { order: data.number, status: data.status, reason: data.reason },
    subject: { kind: 'order', id: data.orderId },
  };
}

function payment({ payment: p }: EventData<'payments.received'>): Described {
  return {
    values: {
      order: p.orderNumber,
      amount: p.amount,
      currency: p.currency,
      method: p.method,
      reason: p.reason,
    },
    subject: { kind: 'order', id: p.orderId },
  };
}

function alert({ alert: a }: EventData<'alerts.raised'>): Described {
  const about: Values =
    a.subject.type === 'stock'
      ? { item: a.subject.itemName, sku: a.subject.sku, location: a.subject.locationName }
      : { message: a.message };
  return {
    values: { kind: a.kind, severity: a.severity, value: a.value, threshold: a.threshold, ...about },
    subject: { kind: 'alert', id: a.id },
  };
}

function message({ message: m }: EventData<'chat.message_sent'>, reader: Reader): Described {
  return conversationOf(reader, m.conversationId, { preview: preview(m.body), author: m.author.name });
}

const DESCRIPTIONS: { readonly [T in EventType]?: Describe<T> } = {
  'inventory.item_created': ({ item }) => ({
    values: { item: item.name, sku: item.sku },
    subject: { kind: 'item', id: item.id },
  }),
  'inventory.item_updated': ({ item }) => ({
    values: { item: item.name, sku: item.sku },
    subject: { kind: 'item', id: item.id },
  }),
  'inventory.location_created': ({ location }) => ({
    values: { location: location.name },
    subject: { kind: 'location', id: location.id },
  }),
  'inventory.stock_adjusted': stock,
  'inventory.stock_counted': stock,
  'inventory.stock_received': stock,
  'inventory.stock_transferred': stock,
  'inventory.stock_reserved': stock,
  'inventory.reservation_committed': stock,
  'inventory.reservation_fulfilled': stock,
  'inventory.reservation_released': stock,
  'inventory.reservation_expired': stock,
  'inventory.thresholds_changed': ({ threshold }) => ({
    values: { lowAt: threshold.lowAt },
    subject: threshold.itemId === null ? null : { kind: 'item', id: threshold.itemId },
  }),
  'alerts.raised': alert,
  'alerts.acknowledged': alert,
  'alerts.silenced': alert,
  'alerts.resolved': alert,
  'alerts.rule_changed': ({ rule }) => ({
    values: { kind: rule.kind, severity: rule.severity },
    subject: { kind: 'alert_rule', id: rule.id },
  }),
  'orders.created': ({ order: o }) => ({
    values: {
      order: o.number,
      total: o.total,
      currency: o.currency,
      customer: o.customer?.name ?? null,
      lines: o.lines.length,
    },
    subject: { kind: 'order', id: o.id },
  }),
  'orders.updated': order,
  'orders.fulfilled': order,
  'orders.cancelled': order,
  'payments.received': payment,
  'payments.failed': payment,
  'payments.refunded': payment,
  'payments.disputed': payment,
  'chat.conversation_opened': ({ conversation: c }) => ({
    values: { customer: c.customer.name, subject: c.subject },
    subject: { kind: 'conversation', id: c.id },
  }),
  'chat.message_sent': message,
  'chat.note_added': message,
  'chat.attachment_added': ({ conversationId, attachment }, reader) =>
    conversationOf(reader, conversationId, { name: attachment.name }),
  'chat.message_delivered': ({ conversationId }, reader) => conversationOf(reader, conversationId),
  'chat.message_read': ({ conversationId }, reader) => conversationOf(reader, conversationId),
  'chat.assigned': ({ conversationId, assigneeName }, reader) =>
    conversationOf(reader, conversationId, { assignee: assigneeName }),
  'chat.status_changed': ({ conversationId, status }, reader) =>
    conversationOf(reader, conversationId, { status }),
  'chat.snoozed': ({ conversationId, until }, reader) => conversationOf(reader, conversationId, { until }),
  'chat.priority_changed': ({ conversationId, priority }, reader) =>
    conversationOf(reader, conversationId, { priority }),
  'chat.labels_changed': ({ conversationId, labels }, reader) =>
    conversationOf(reader, conversationId, { labels: labels.join(', ') }),
  'chat.rated': ({ conversationId, score }, reader) => conversationOf(reader, conversationId, { score }),
  'notifications.created': ({ notification: n }) => ({ values: { title: n.title }, subject: n.subject }),
  'system.gateway_started': ({ version }) => ({ values: { version }, subject: null }),
  'system.maintenance_announced': ({ message: text, startsAt }) => ({
    values: { message: text, startsAt },
    subject: null,
  }),
  'admin.user_created': ({ user }) => ({
    values: { name: user.name, role: user.role },
    subject: { kind: 'user', id: user.id },
  }),
  'team.member_added': ({ member }) => ({ values: { name: member.name, role: member.role }, subject: null }),
  'team.member_changed': ({ member }) => ({
    values: { name: member.name, role: member.role },
    subject: null,
  }),
  'admin.role_changed': ({ role }) => ({ values: { role }, subject: null }),
  'admin.setting_changed': ({ setting }) => ({ values: { key: setting.key }, subject: null }),
};

interface EventRow {
  readonly seq: number;
  readonly channel: Channel;
  readonly type: string;
  readonly at: number;
  readonly actor: string | null;
  readonly data: string;
}

// The data of a stored event is what its type says: it was parsed by that type's schema before it was written.
const descriptions = new Map(
  Object.entries(DESCRIPTIONS) as [string, (data: unknown, reader: Reader) => Described][],
);

function toActivity(row: EventRow, reader: Reader): Activity {
  const { values, subject } = descriptions.get(row.type)?.(JSON.parse(row.data), reader) ?? NOTHING;
  const bounded = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.slice(0, 300) : value,
  ]);
  return {
    seq: row.seq,
    at: row.at,
    channel: row.channel,
    type: row.type,
    actor: row.actor === null ? null : JSON.parse(row.actor),
    values: Object.fromEntries(bounded),
    subject,
  };
}

/** Events newest first, of these channels (all where null): the newest of each channel, merged. */
export function activity(reader: Reader, input: MethodInput<'live.activity'>): MethodOutput<'live.activity'> {
  const before = decodeCursor(input.after, ['number'])?.[0] ?? Number.MAX_SAFE_INTEGER;
  const channels =
    input.channels === null ? null : CHANNELS.filter((channel) => input.channels?.includes(channel));
  const columns = 'seq, channel, type, at, actor, data';
  const found = channels
    ? channels
        .flatMap((channel) =>
          reader.all<EventRow>(
            `SELECT ${columns} FROM events WHERE channel = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
            channel,
            before,
            input.limit + 1,
          ),
        )
        .sort((a, b) => b.seq - a.seq)
    : reader.all<EventRow>(
        `SELECT ${columns} FROM events WHERE seq < ? ORDER BY seq DESC LIMIT ?`,
        before,
        input.limit + 1,
      );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => toActivity(row, reader)),
    next: found.length > input.limit && last ? encodeCursor([last.seq]) : null,
    asOf: asOf(reader, channels ?? CHANNELS),
  };
}
