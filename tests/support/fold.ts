import { AWAKE, type Conversation, type Message } from '#shared/domain/chat.ts';
import { EMPTY_BALANCE, type Level, type MovementData } from '#shared/domain/inventory.ts';
import type { Lot, UnavailableStock } from '#shared/domain/lots.ts';
import type { Order, Payment } from '#shared/domain/orders.ts';
import type { Payout } from '#shared/domain/payouts.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';

/**
 * The canonical rows of every channel by `channel/kind` and key, computed from events alone. This is independent of the
 * projections of the gateway and the console, which tests compare with it.
 */
export type FoldedRows = Map<string, Map<string, unknown>>;

/** Computes the rows of all channels from events. */
export function foldEvents(events: readonly AnyEvent[]): FoldedRows {
  const rows: FoldedRows = new Map();
  const table = <T>(name: string): Map<string, T> => {
    const found = rows.get(name) ?? new Map<string, unknown>();
    rows.set(name, found);
    return found as Map<string, T>;
  };
  for (const event of events) apply(event, table);
  return rows;
}

const NO_GOODS = { returned: [], lines: [], sold: [] };

type Table = <T>(name: string) => Map<string, T>;

function patch<T extends object>(rows: Map<string, T>, key: string, change: Partial<T>): void {
  const row = rows.get(key);
  if (!row) throw new Error(`An event changes ${key}, which no event has created.`);
  rows.set(key, { ...row, ...change });
}

/** Before shipments were recorded, all goods of an order left when it was fulfilled. */
function shipAll(table: Table, orderId: string): void {
  const orders = table<Order>('orders/order');
  const { shipped = [], lines = [] } = orders.get(orderId) ?? {};
  if (shipped.length === 0) patch(orders, orderId, { shipped: lines.map(({ quantity }) => quantity) });
}

function apply(event: AnyEvent, table: Table): void {
  switch (event.type) {
    case 'inventory.item_created':
    case 'inventory.item_updated':
      table('inventory/item').set(event.data.item.id, event.data.item);
      return;
    case 'inventory.item_image_changed': {
      const { itemId, image } = event.data;
      if (image === null) table('inventory/item_image').delete(itemId);
      else table('inventory/item_image').set(itemId, { itemId, image });
      return;
    }
    case 'inventory.location_created':
      table('inventory/location').set(event.data.location.id, event.data.location);
      return;
    case 'inventory.thresholds_changed': {
      const { threshold, removed } = event.data;
      const key = JSON.stringify([threshold.itemId, threshold.locationId, threshold.category]);
      if (removed) table('inventory/threshold').delete(key);
      else table('inventory/threshold').set(key, threshold);
      return;
    }
    case 'alerts.raised':
    case 'alerts.state_changed':
    case 'alerts.acknowledged':
    case 'alerts.assigned':
    case 'alerts.silenced':
    case 'alerts.unsilenced':
    case 'alerts.resolved':
      table('alerts/alert').set(event.data.alert.id, event.data.alert);
      return;
    case 'alerts.lapsed':
      table('alerts/alert').delete(event.data.alert.id);
      return;
    case 'alerts.rule_changed':
      table('alerts/rule').set(event.data.rule.id, event.data.rule);
      return;
    case 'alerts.rule_removed':
      table('alerts/rule').delete(event.data.ruleId);
      return;
    case 'orders.created':
      table('orders/order').set(event.data.order.id, event.data.order);
      return;
    case 'orders.updated':
      patch(table<Order>('orders/order'), event.data.orderId, { status: event.data.status });
      return;
    case 'orders.shipped': {
      const { shipment, shipped } = event.data;
      const { actor, at } = event;
      table('orders/shipment').set(shipment.id, { ...shipment, actor, at });
      patch(table<Order>('orders/order'), shipment.orderId, { shipped });
      return;
    }
    case 'orders.fulfilled':
    case 'orders.cancelled':
      patch(table<Order>('orders/order'), event.data.orderId, { status: event.data.status });
      if (event.type === 'orders.fulfilled') shipAll(table, event.data.orderId);
      recordEntry(
        event,
        event.type === 'orders.fulfilled' ? 'fulfilled' : 'cancelled',
        event.data.reason,
        table,
      );
      return;
    case 'orders.note_added':
      recordEntry(event, 'note', event.data.body, table);
      return;
    case 'payments.received':
      table('payments/payment').set(event.data.payment.id, {
        ...event.data.payment,
        ...NO_GOODS,
        sold: event.data.sold,
      });
      return;
    case 'payments.failed':
      table('payments/payment').set(event.data.payment.id, { ...event.data.payment, ...NO_GOODS });
      return;
    case 'payments.refunded':
      table('payments/payment').set(event.data.payment.id, {
        ...event.data.payment,
        ...NO_GOODS,
        returned: event.data.returned,
        lines: event.data.lines,
      });
      return;
    case 'payments.dispute_answered':
    case 'payments.dispute_due':
      table('payments/dispute').set(event.data.dispute.id, event.data.dispute);
      return;
    case 'payments.disputed':
    case 'payments.dispute_accepted':
    case 'payments.dispute_won':
    case 'payments.dispute_lost': {
      const { dispute, payment } = event.data;
      const refund = 'refund' in event.data ? event.data.refund : null;
      table('payments/dispute').set(dispute.id, dispute);
      patch(table<Payment>('payments/payment'), payment.id, { status: payment.status });
      if (refund) table('payments/payment').set(refund.id, { ...refund, ...NO_GOODS });
      return;
    }
    case 'payments.payout_created':
      table('payments/payout').set(event.data.payout.id, event.data.payout);
      return;
    case 'payments.payout_paid':
    case 'payments.payout_failed':
      patch(table<Payout>('payments/payout'), event.data.payoutId, {
        status: event.type === 'payments.payout_paid' ? 'paid' : 'failed',
      });
      return;
    case 'notifications.created':
      table('notifications/notification').set(event.data.notification.id, event.data.notification);
      return;
    case 'notifications.trimmed': {
      const kept = table<{ createdAt: number }>('notifications/notification');
      for (const [id, { createdAt }] of [...kept]) if (createdAt < event.data.before) kept.delete(id);
      return;
    }
    case 'team.member_added':
    case 'team.member_changed':
      table('team/member').set(event.data.member.id, event.data.member);
      return;
    case 'admin.user_created':
      table('admin/user').set(event.data.user.id, event.data.user);
      return;
    case 'admin.role_changed':
      patch(table<{ role: string }>('admin/user'), event.data.userId, { role: event.data.role });
      return;
    case 'admin.setting_changed':
      table('admin/setting').set(event.data.setting.key, event.data.setting);
      return;
    case 'service.rules_set':
      table('service/service_rules').set(event.data.rules.id, event.data.rules);
      return;
    case 'usage.meter_set':
      table('usage/meter').set(event.data.meter.key, event.data.meter);
      return;
    case 'usage.counted':
      for (const day of event.data.days) table('usage/usage_day').set(`${day.meter}|${day.day}`, day);
      return;
    case 'usage.recorded':
      table('usage/usage_day').set(`${event.data.day.meter}|${event.data.day.day}`, event.data.day);
      return;
    case 'usage.threshold_reached': {
      const { threshold } = event.data;
      table('usage/usage_threshold').set(
        `${threshold.meter}|${threshold.period}|${threshold.percent}`,
        threshold,
      );
      return;
    }
    case 'usage.trimmed': {
      const days = table<{ day: string }>('usage/usage_day');
      for (const [key, { day }] of [...days]) if (day < event.data.before) days.delete(key);
      return;
    }
    case 'billing.plan_changed': {
      const { term, replaces } = event.data;
      const terms = table('billing/plan_term');
      if (replaces !== null) terms.delete(String(replaces));
      if (term !== null) terms.set(String(term.startsAt), term);
      return;
    }
    case 'billing.credited':
      table('billing/billing_credit').set(event.data.credit.id, event.data.credit);
      return;
    case 'billing.invoiced':
    case 'billing.invoice_settled':
      table('billing/invoice').set(event.data.invoice.id, event.data.invoice);
      for (const credit of event.data.credits) table('billing/billing_credit').set(credit.id, credit);
      return;
    case 'filter.rules_set':
      table('filter/filter_rules').set(event.data.rules.id, event.data.rules);
      return;
    case 'filter.counted': {
      const tallies = table<{ day: string }>('filter/filter_tally');
      for (const tally of event.data.tallies) tallies.set(`${tally.day}|${tally.rule}`, tally);
      for (const [key, { day }] of [...tallies]) if (day < event.data.keptFrom) tallies.delete(key);
      return;
    }
    case 'reports.recorded':
      for (const fact of event.data.facts) table('reports/service_fact').set(fact.id, fact);
      return;
    case 'reports.counted':
      for (const tally of event.data.tallies)
        table('reports/message_tally').set(`${tally.day}|${tally.by}|${tally.key}`, tally);
      return;
    case 'kpi.saved':
    case 'kpi.owner_left':
    case 'kpi.reached':
      table('kpi/kpi').set(event.data.kpi.id, event.data.kpi);
      return;
    case 'kpi.window_opened': {
      table('kpi/kpi').set(event.data.kpi.id, event.data.kpi);
      const { closed } = event.data;
      if (closed) table('kpi/kpi_result').set(`${closed.kpiId}|${closed.window}|${closed.first}`, closed);
      return;
    }
    case 'kpi.result_corrected': {
      const { result } = event.data;
      table('kpi/kpi_result').set(`${result.kpiId}|${result.window}|${result.first}`, result);
      return;
    }
    case 'kpi.counted':
      for (const day of event.data.days) table('kpi/kpi_day').set(`${day.by}|${day.key}|${day.day}`, day);
      return;
    case 'kpi.recounted':
      return;
    case 'kpi.trimmed': {
      const days = table<{ day: string }>('kpi/kpi_day');
      for (const [key, { day }] of [...days]) if (day < event.data.before) days.delete(key);
      return;
    }
    case 'watchdog.run_finished':
      table('watchdog/watchdog_run').clear();
      table('watchdog/watchdog_run').set(event.data.run.id, event.data.run);
      return;
    case 'watchdog.difference_found': {
      const { itemId, locationId } = event.data.difference;
      table('watchdog/difference').set(`${itemId}|${locationId}`, event.data.difference);
      return;
    }
    case 'watchdog.difference_ended': {
      const { itemId, locationId } = event.data.difference;
      table('watchdog/difference').delete(`${itemId}|${locationId}`);
      return;
    }
    default:
      if (event.channel === 'inventory') applyStock(event, table);
      else if (event.channel === 'chat') applyChat(event, table);
  }
}

function recordEntry(
  event: Extract<AnyEvent, { data: { orderId: string; number: string } }>,
  kind: string,
  text: string | null,
  table: Table,
): void {
  const { seq, at, actor, data } = event;
  table('orders/order_entry').set(String(seq), { seq, orderId: data.orderId, kind, text, actor, at });
}

function applyStock(event: AnyEvent, table: Table): void {
  if ('reservation' in event.data)
    table('inventory/reservation').set(event.data.reservation.id, event.data.reservation);
  if (event.type === 'inventory.level_restored') {
    const { itemId, locationId, onHand, committed, unavailable } = event.data;
    const levels = table<Level>('inventory/level');
    const key = `${itemId}|${locationId}`;
    const incoming = levels.get(key)?.incoming ?? 0;
    levels.set(key, {
      itemId,
      locationId,
      onHand,
      committed,
      unavailable,
      incoming,
      seq: event.seq,
      at: event.at,
    });
    applyParts(table, event.data.lots, event.data.unavailableStock);
  }
  if (event.type === 'inventory.incoming_changed') {
    for (const { itemId, locationId, incomingAfter } of event.data.levels) {
      const levels = table<Level>('inventory/level');
      const key = `${itemId}|${locationId}`;
      const before = levels.get(key) ?? { itemId, locationId, ...EMPTY_BALANCE };
      levels.set(key, { ...before, incoming: incomingAfter, seq: event.seq, at: event.at });
    }
  }
  if (!('movements' in event.data)) return;
  const { movements, reason, reference } = event.data;
  const { seq, at, actor, commandId } = event;
  const levels = table<Level>('inventory/level');
  movements.forEach((movement, n) => {
    const key = `${movement.itemId}|${movement.locationId}`;
    levels.set(key, levelAfter(movement, levels.get(key)?.incoming ?? 0, seq, at));
    table('inventory/movement').set(`${seq}|${n}`, {
      ...movement,
      unavailableReason: movement.unavailableReason ?? null,
      seq,
      n,
      actor,
      reason,
      reference,
      commandId,
      at,
    });
  });
  applyParts(table, event.data.lots, event.data.unavailable);
}

/** Writes lots and what is set aside as an event leaves them. */
function applyParts(
  table: Table,
  lots: readonly Lot[] = [],
  unavailable: readonly UnavailableStock[] = [],
): void {
  for (const lot of lots) table('inventory/lot').set(lot.id, lot);
  for (const row of unavailable) {
    const key = `${row.itemId}|${row.locationId}|${row.reason}`;
    if (row.quantity === 0) table('inventory/unavailable').delete(key);
    else table('inventory/unavailable').set(key, row);
  }
}

function applyChat(event: AnyEvent, table: Table): void {
  const conversations = table<Conversation>('chat/conversation');
  switch (event.type) {
    case 'chat.conversation_opened':
      conversations.set(event.data.conversation.id, event.data.conversation);
      return;
    case 'chat.message_sent':
    case 'chat.note_added': {
      const { message, progress } = event.data;
      table<Message>('chat/message').set(message.id, { ...message, seq: event.seq });
      patch(conversations, message.conversationId, progress);
      return;
    }
    case 'chat.message_redacted': {
      const { messageId, conversationId, clearsPreview, redaction } = event.data;
      patch(table<Message>('chat/message'), messageId, { body: '', attachments: [], redacted: redaction });
      if (clearsPreview) patch(conversations, conversationId, { lastMessagePreview: '' });
      return;
    }
    case 'chat.messages_expired': {
      const { upTo, cleared } = event.data;
      const messages = table<Message>('chat/message');
      for (const [id, { at, seq }] of messages)
        if (at < upTo.at || (at === upTo.at && seq <= upTo.seq)) messages.delete(id);
      for (const id of cleared) patch(conversations, id, { lastMessagePreview: '' });
      return;
    }
    case 'chat.message_delivered': {
      const { conversationId, upToSeq } = event.data;
      patch(conversations, conversationId, { customerDeliveredSeq: upToSeq });
      return;
    }
    case 'chat.message_read': {
      const { conversationId, userId, upToSeq } = event.data;
      if (userId !== null) {
        table('chat/read_position').set(`${conversationId}|${userId}`, { conversationId, userId, upToSeq });
        return;
      }
      const delivered = conversations.get(conversationId)?.customerDeliveredSeq ?? 0;
      patch(conversations, conversationId, {
        customerReadSeq: upToSeq,
        customerDeliveredSeq: Math.max(delivered, upToSeq),
      });
      return;
    }
    case 'chat.assigned':
      patch(conversations, event.data.conversationId, {
        assigneeId: event.data.assigneeId,
        assigneeName: event.data.assigneeName,
      });
      return;
    case 'chat.status_changed':
      patch(conversations, event.data.conversationId, {
        status: event.data.status,
        waitingSince: event.data.waitingSince,
        ...AWAKE,
      });
      return;
    case 'chat.snoozed':
      patch(conversations, event.data.conversationId, {
        status: 'snoozed',
        snoozedUntil: event.data.until,
        snoozedItemId: event.data.itemId,
      });
      return;
    case 'chat.priority_changed':
      patch(conversations, event.data.conversationId, { priority: event.data.priority });
      return;
    case 'chat.team_changed':
      patch(conversations, event.data.conversationId, { teamId: event.data.teamId });
      return;
    case 'chat.participants_changed':
      patch(conversations, event.data.conversationId, { participantIds: event.data.participantIds });
      return;
    case 'chat.labels_changed':
      patch(conversations, event.data.conversationId, { labels: event.data.labels });
      return;
    case 'chat.clocks_changed':
    case 'chat.clock_warned':
    case 'chat.clock_breached':
      patch(conversations, event.data.conversationId, { clocks: event.data.clocks });
      return;
    case 'chat.rated':
      patch(conversations, event.data.conversationId, { rating: event.data.rating });
      return;
    default:
      throw new Error(`The fold has no case for ${event.type}.`);
  }
}

/** Returns the level after a movement. Movements do not change `incoming`. */
function levelAfter(movement: MovementData, incoming: number, seq: number, at: number): Level {
  return {
    itemId: movement.itemId,
    locationId: movement.locationId,
    onHand: movement.onHandAfter,
    committed: movement.committedAfter,
    unavailable: movement.unavailableAfter,
    incoming,
    seq,
    at,
  };
}
