import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_TERMS } from '#shared/domain/reorder.ts';
import { OFFICE_HOURS } from '#shared/domain/service-hours.ts';
import { defaultRules } from '#shared/domain/service-levels.ts';
import { makeAlertRule } from './make/alert.ts';
import { makeItem, makeLocation, makeThreshold } from './make/item.ts';
import { makeCustomer } from './make/order.ts';
import { makeSupplier } from './make/supplier.ts';
import { makeUser } from './make/user.ts';
import { anyCharacter } from './texts.ts';

const BRANDING = { name: 'S', colour: '#0f766e', greetingEn: 'Hello', greetingDe: null };

/** A path into a JSON value: keys and indices from the root. */
type Path = readonly (string | number)[];

const nested = (depth: number): unknown => {
  let value: unknown = 0;
  for (let n = 0; n < depth; n += 1) value = n % 2 === 0 ? [value] : { a: value };
  return value;
};

/** Values of other types, edge cases, numbers that JSON cannot represent, invalid ids, and large and deep values. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>(
      null,
      undefined,
      true,
      '',
      ' ',
      0,
      -1,
      0.5,
      1e308,
      -1e308,
      2 ** 53,
      -(2 ** 53),
      Number.NaN,
      Number.POSITIVE_INFINITY,
      'NaN',
      '1',
      [],
      {},
      [[]],
      { $ne: null },
      '__proto__',
      '../../etc/passwd',
      "'; DROP TABLE events; --",
      '\u0000',
      '\ud800',
      '01890a5d-ac96-774b-bcce-b302099a805',
      '01890a5d-ac96-474b-bcce-b302099a8057',
      '00000000-0000-0000-0000-000000000000',
    ),
  },
  { weight: 2, arbitrary: fc.string({ maxLength: 30, unit: anyCharacter }) },
  { weight: 1, arbitrary: fc.integer({ min: 300, max: 12_000 }).map((length) => 'x'.repeat(length)) },
  { weight: 1, arbitrary: fc.integer({ min: 5, max: 400 }).map(nested) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
);

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function changed(value: unknown, path: Path, edit: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return edit(value);
  if (Array.isArray(value))
    return value.map((inner, n) => (String(n) === String(key) ? changed(inner, rest, edit) : inner));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    name === key ? changed(inner, rest, edit) : inner,
  ]);
  return Object.fromEntries(entries);
}

function without(value: unknown, path: Path): unknown {
  const last = path.at(-1);
  return changed(value, path.slice(0, -1), (owner) =>
    typeof owner === 'object' && owner !== null
      ? Object.fromEntries(Object.entries(owner).filter(([key]) => key !== String(last)))
      : owner,
  );
}

const withKey = (value: unknown, path: Path, key: string, extra: unknown): unknown =>
  changed(value, path, (owner) =>
    typeof owner === 'object' && owner !== null && !Array.isArray(owner)
      ? Object.fromEntries([...Object.entries(owner), [key, extra]])
      : extra,
  );

/** A valid value with one or two changes: a wrong type, a missing field, an extra field. It may still be valid. */
export function nearly(valid: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(valid);
  const edit: fc.Arbitrary<(value: unknown) => unknown> = fc.constantFrom(...paths).chain((path) =>
    fc.oneof(
      { weight: 4, arbitrary: junk.map((made) => (value: unknown) => changed(value, path, () => made)) },
      { weight: 2, arbitrary: fc.constant((value: unknown) => without(value, path)) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom('extra', 'constructor', 'toString', 'id', 'type'), junk).map(
          ([key, made]) =>
            (value: unknown) =>
              withKey(value, path, key, made),
        ),
      },
    ),
  );
  return fc
    .array(edit, { minLength: 1, maxLength: 2 })
    .map((edits) => edits.reduce((value, run) => run(value), valid));
}

/** Returns valid data of every command, with ids of records that do not exist. */
export function commandSamples(): Record<string, Record<string, unknown>> {
  const [id, itemId, locationId, orderId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const place = { itemId, locationId };
  const units = [{ itemId, quantity: 1 }];
  const setAside = { ...place, quantity: 1, reason: 'damaged', lotId: null, note: null, reference: null };
  const item = makeItem({ id: itemId });
  const user = makeUser({ id });
  const supplier = makeSupplier({ id });
  return {
    'watchdog.run': {},
    'watchdog.repair': {
      kind: 'ledger',
      ...place,
      expected: { onHand: 1, committed: 0, unavailable: 0 },
      actual: { onHand: 2, committed: 0, unavailable: 0 },
      reason: 'r',
    },
    'inventory.create_item': { item },
    'inventory.update_item': { item },
    'inventory.edit_items': {
      changes: { category: 'c', price: { mode: 'percent', hundredths: 100 } },
      items: [{ itemId, expected: { category: 'b', price: 1 } }],
    },
    'inventory.set_item_image': { itemId, image: null },
    'inventory.set_thresholds': {
      changes: { lowAt: 3 },
      scopes: [{ ...place, category: null, expected: null }],
    },
    'inventory.create_location': { location: makeLocation({ id: locationId }) },
    'inventory.adjust': { ...place, change: { mode: 'delta', quantity: 1 }, reason: 'r', reference: null },
    'inventory.receive': {
      ...place,
      quantity: 1,
      reference: null,
      lot: { code: 'L1', expiresAt: null },
    },
    'inventory.set_aside': { ...setAside },
    'inventory.put_back': { ...setAside },
    'inventory.write_off': { ...setAside },
    'inventory.reserve': { reservationId: id, ...place, quantity: 1, orderId: null, expiresAt: null },
    'inventory.release': { reservationId: id, reason: 'r' },
    'inventory.set_threshold': {
      threshold: makeThreshold(place),
      removed: false,
    },
    'reorder.set_policy': { terms: DEFAULT_TERMS, expected: 0 },
    'counts.start': {
      ...{
        countId: id,
        name: 'N',
        locationId,
        choice: 'items',
        category: null,
        itemIds: [itemId],
        blind: false,
      },
    },
    'counts.enter': {
      countId: id,
      entries: [{ itemId, counted: 1, adds: false, from: null, seen: null }],
      at: null,
    },
    'counts.recount': { countId: id, itemIds: [itemId] },
    'counts.review': { countId: id },
    'counts.reopen': { countId: id },
    'counts.post': { countId: id, rev: 0, leaveOut: [], reason: 'r' },
    'counts.cancel': { countId: id, reason: 'r' },
    'transfers.create': {
      ...{ transferId: id, fromLocationId: locationId, toLocationId: id, lines: units, note: '' },
    },
    'transfers.edit': { transferId: id, seen: id, lines: units, note: '' },
    'transfers.send': { transferId: id, seen: id, lines: units },
    'transfers.receive': { transferId: id, seen: id, lines: units, writeOff: { lines: units, reason: 'r' } },
    'transfers.write_off': { transferId: id, seen: id, lines: units, reason: 'r' },
    'transfers.cancel': { transferId: id, seen: id, reason: 'r' },
    'canned.save': {
      replyId: id,
      shortcut: 'hello',
      title: 'T',
      body: 'Hello {{customer.name}}',
      folder: null,
      shared: false,
      seen: null,
    },
    'kpi.save': {
      ...{ kpiId: id, name: 'K', metric: 'revenue', aggregation: 'total', by: 'all', key: '', window: 'day' },
      ...{ target: 1, direction: 'at_least', ownerId: null, alert: null, archived: false, seen: 3 },
    },
    'service.save_rules': {
      hours: OFFICE_HOURS,
      holidays: [{ day: '2026-12-25', name: 'H' }],
      targets: defaultRules('UTC').targets,
      seen: 7,
    },
    'admin.set_branding': { branding: BRANDING, seen: { ...BRANDING, name: null } },
    'filter.save_rules': {
      words: ['w'],
      flood: { messages: 5, seconds: 30 },
      repeatSeconds: 60,
      seen: 7,
    },
    'canned.remove': { replyId: id, seen: 1 },
    'canned.save_macro': {
      macroId: id,
      name: 'M',
      actions: [{ kind: 'assign_me' }],
      shared: false,
      seen: null,
    },
    'canned.remove_macro': { macroId: id, seen: 1 },
    'assignment.save_team': {
      teamId: id,
      name: 'T',
      memberIds: [],
      automatic: false,
      intake: false,
      archived: false,
      seen: 3,
    },
    'assignment.set_members': { teamId: id, memberIds: [], seen: 3 },
    'assignment.set_capacity': { userId: id, capacity: 3 },
    'assignment.set_availability': { state: 'offline' },
    'assignment.report_away': { cause: 'idle' },
    'assignment.set_team': { conversationId: id, teamId: null },
    'assignment.transfer': {
      conversationId: id,
      to: { kind: 'person', id },
      messageId: itemId,
      note: 'N',
      seenAssigneeId: null,
    },
    'assignment.set_participants': { conversationId: id, add: [], remove: [] },
    'rooms.create': { roomId: id, kind: 'general', name: 'R', topic: '', memberIds: [] },
    'rooms.edit': { roomId: id, name: 'R', topic: '', expected: 1 },
    'rooms.add_member': { roomId: id, userId: id },
    'rooms.remove_member': { roomId: id, userId: id },
    'rooms.leave': { roomId: id },
    'rooms.archive': { roomId: id, archived: true },
    'rooms.post': { roomId: id, messageId: id, body: 'x', mentions: [], shared: null },
    'rooms.redact_message': { roomId: id, messageId: id, reason: 'R' },
    'rooms.pin': { roomId: id, messageId: id },
    'rooms.unpin': { roomId: id, messageId: id },
    'rooms.mark_read': { roomId: id, upToSeq: 1 },
    'rooms.mute': { roomId: id, muted: true },
    'rooms.find_private': { userId: id, reason: 'R' },
    'rooms.export': { roomId: id, exportId: itemId, reason: 'R' },
    'boards.save': {
      boardId: id,
      name: 'B',
      widgets: [{ id, kind: 'live.chart', x: 0, y: 0, w: 8, h: 8, options: { channel: 'chat' } }],
      expected: null,
    },
    'boards.rename': { boardId: id, name: 'B', expected: 1 },
    'boards.share': { boardId: id, shared: true, expected: 1 },
    'boards.remove': { boardId: id, expected: 1 },
    'views.save': {
      viewId: id,
      page: 'inventory',
      name: 'V',
      content: {
        filters: [{ name: 'status', value: 'low' }],
        sort: { by: 'name', direction: 'asc' },
        columns: [{ id: 'sku', width: null }],
      },
      expected: null,
    },
    'views.rename': { viewId: id, name: 'V', expected: 1 },
    'views.share': { viewId: id, shared: true, expected: 1 },
    'views.remove': { viewId: id, expected: 1 },
    'usage.set_meter': {
      key: 'parcels',
      name: 'Parcels',
      unit: 'parcels',
      aggregation: 'sum',
      quota: 100,
      thresholds: [80],
      seen: 1,
    },
    'billing.change_plan': { plan: 'growth', when: 'now', seen: null },
    'billing.add_credit': { creditId: id, amount: 500, currency: 'USD', reason: 'Outage' },
    'billing.settle_invoice': { invoiceId: 'invoice-2026-10', state: 'paid' },
    'usage.record': { recordId: id, meter: 'parcels', quantity: 1, at: 1 },
    'system.announce': { message: 'The till restarts at noon', userId: id },
    'imports.start': {
      importId: id,
      kind: 'items',
      file: {
        name: 'x.csv',
        columns: [{ field: 'sku', column: 1 }],
        width: 1,
        ignored: [],
        decimal: '.',
      },
    },
    'imports.stage': { importId: id, lines: [{ line: 2, width: 1, cells: ['A'] }] },
    'imports.check': { importId: id, lines: 1 },
    'imports.apply': { importId: id, reason: 'r' },
    'imports.cancel': { importId: id },
    'imports.review': { importId: id },
    'imports.undo': { importId: id, reason: 'r', changed: 'keep', except: [1] },
    'orders.create': {
      orderId,
      number: 'N1',
      customer: null,
      currency: 'USD',
      locationId,
      lines: [{ itemId, quantity: 1, unitPrice: 1, total: 1 }],
    },
    'orders.fulfil': {
      orderId,
      lines: [{ line: 0, quantity: 1 }],
      locationId: 'main',
      carrier: 'DHL',
      tracking: 'X1',
    },
    'orders.close_rest': { orderId, reason: 'out of stock' },
    'orders.enter': {
      ...{ orderId, customer: null, currency: 'USD', locationId, note: 'n' },
      lines: [{ itemId, quantity: 1, unitPrice: 1, discount: 0, priceReason: 'r' }],
      payment: { paymentId: id, method: 'cash' },
    },
    'orders.cancel': { orderId, reason: 'r' },
    'orders.note': { orderId, body: 'b' },
    'payments.receive': { paymentId: id, orderId, amount: 1, currency: 'USD', method: 'card' },
    'payments.refund': { paymentId: id, orderId, amount: 1, currency: 'USD', reason: 'r', returned: [] },
    'payments.fail': {
      ...{ paymentId: id, orderId, amount: 1, currency: 'USD', method: 'card', reason: 'declined' },
    },
    'payments.dispute': {
      ...{ disputeId: id, paymentId: id, amount: 1, currency: 'USD', reason: 'fraudulent', dueAt: 1 },
    },
    'payments.answer_dispute': { disputeId: id, evidence: 'e' },
    'payments.accept_dispute': { disputeId: id },
    'payments.close_dispute': { disputeId: id, outcome: 'won' },
    'payments.settle_payout': { payoutId: id, status: 'paid' },
    'suppliers.create': { supplier },
    'suppliers.update': { supplier, expected: 1 },
    'suppliers.set_item': {
      ...{ supplierId: id, itemId, supplierSku: 'S1', packSize: 1, price: 1, preferred: true },
      expected: null,
    },
    'suppliers.remove_item': { supplierId: id, itemId, expected: 1 },
    'purchasing.create_order': {
      ...{ purchaseId: orderId, number: null, supplierId: id, locationId, expectedOn: null, note: null },
      ...{ lines: [{ itemId, quantity: 1, unitPrice: 1 }], place: true },
    },
    'purchasing.edit_order': {
      ...{ purchaseId: orderId, expected: 1, locationId, expectedOn: '2026-03-01', note: 'n' },
      lines: [{ itemId, quantity: 1, unitPrice: null }],
    },
    'purchasing.place_order': { purchaseId: orderId, expected: 1 },
    'purchasing.receive': {
      ...{ purchaseId: orderId, locationId, reference: null, acceptOver: false },
      arrivals: [{ line: 0, quantity: 1, expected: 0, lot: { code: 'L1', expiresAt: 1 } }],
    },
    'purchasing.close_short': { purchaseId: orderId, expected: 1, reason: 'r' },
    'purchasing.cancel_order': { purchaseId: orderId, expected: 1, reason: 'r' },
    'chat.open_conversation': {
      conversationId: id,
      customer: makeCustomer({ id }),
      subject: null,
      orderIds: [],
    },
    'chat.send_message': {
      conversationId: id,
      messageId: itemId,
      kind: 'text',
      body: 'hello',
      seen: 1,
      attachments: [itemId],
    },
    'chat.mark_read': { conversationId: id, upToSeq: 1 },
    'chat.assign': { conversationId: id, assigneeId: null },
    'chat.set_status': { conversationId: id, status: 'open' },
    'chat.set_priority': { conversationId: id, priority: 'high' },
    'chat.redact_message': { conversationId: id, messageId: id, reason: 'R' },
    'chat.set_labels': { conversationId: id, add: ['billing'], remove: [] },
    'chat.snooze': { conversationId: id, until: null, itemId: null },
    'chat.change_many': { conversationIds: [id], change: { kind: 'status', status: 'open' } },
    'alerts.raise': { alertId: id, severity: 'info', message: 'm' },
    'alerts.acknowledge': { alertId: id, note: null },
    'alerts.silence': { alertId: id, until: 1 },
    'alerts.resolve': { alertId: id, note: null },
    'alerts.unsilence': { alertId: id },
    'alerts.assign': { alertId: id, ownerId: null },
    'alerts.acknowledge_many': { alertIds: [id], note: null },
    'alerts.silence_many': { alertIds: [id], until: 1 },
    'alerts.set_rule': { rule: makeAlertRule({ id }), expected: makeAlertRule({ id }) },
    'alerts.remove_rule': { rule: makeAlertRule({ id }) },
    'admin.create_user': { user, password: 'long enough to pass' },
    'admin.set_role': { userId: id, role: 'viewer' },
    'admin.disable_user': { userId: id },
    'admin.enable_user': { userId: id },
    'admin.reset_password': { userId: id, password: 'long enough to pass' },
    'admin.end_sessions': { userId: id, sessionId: null },
    'admin.create_api_key': {
      keyId: uuidv7(),
      name: 'Key',
      permissions: ['inventory:read'],
      expiresAt: null,
      key: `qk_${'k'.repeat(43)}`,
    },
    'admin.revoke_api_key': { keyId: id },
    'admin.set_setting': { setting: { key: 'k', value: 1 } },
  };
}
