import type { ToldToast } from '#shared/bridge/notifications.ts';
import type { Summaries } from '#shared/bridge/summaries.ts';
import { newAgent } from '#shared/domain/assignment.ts';
import { PLANS } from '#shared/domain/billing.ts';
import { countersOf, DEFAULT_FILTER } from '#shared/domain/filter.ts';
import type { Item } from '#shared/domain/inventory.ts';
import { reportOf } from '#shared/domain/reports.ts';
import { defaultRules } from '#shared/domain/service-levels.ts';
import { makeAlertRule } from '../../make/alert.ts';
import { makeAuditRecord } from '../../make/audit.ts';
import { makeCustomer, makeOrder, makeOrderLine } from '../../make/order.ts';
import { type FakeMethodsOf, Refusal } from './contract.ts';
import { fakeImports, fakeLines } from './imports.ts';
import { paymentMethodsOf } from './payments.ts';
import { purchasingMethodsOf } from './purchasing.ts';
import { FAKE_ITEM, PRODUCTS } from './samples.ts';
import type { FakeState } from './state.ts';

/** What an export of a private room is of. */
const EXPORTED = {
  id: 'export-1',
  room: {
    id: 'room-1',
    kind: 'private' as const,
    name: 'Plans',
    topic: '',
    memberIds: ['u-1', 'u-2'],
    pins: [],
    createdBy: 'u-1',
    createdAt: 0,
    archivedAt: null,
    version: 1,
  },
  people: [],
  messages: 0,
  by: 'Ada',
  reason: 'A complaint',
};

/** What is written by schedule: daily, and two were. */
const FAKE_SUMMARIES: Summaries = {
  choice: { daily: true, weekly: false, hour: 6 },
  folder: '/home/ada/.config/quayside/summaries/shop.example-ada',
  written: ['2026-11-21', '2026-11-20'].map((from) => ({
    name: `daily-${from}`,
    kind: 'daily',
    from,
    at: Date.parse(`${from}T06:00:00Z`),
  })),
};

/** Answers for the pages of the domains. Lists are empty; every order exists. */
export function shopMethods(
  state: FakeState,
): FakeMethodsOf<
  | 'inventory'
  | 'alerts'
  | 'forms'
  | 'attachments'
  | 'chat'
  | 'counts'
  | 'transfers'
  | 'imports'
  | 'forms'
  | 'chat'
  | 'orders'
  | 'payments'
  | 'customers'
  | 'history'
  | 'audit'
  | 'notifications'
  | 'watchdog'
  | 'summaries'
  | 'views'
  | 'boards'
  | 'canned'
  | 'service'
  | 'filter'
  | 'reports'
  | 'attention'
  | 'kpi'
  | 'rooms'
  | 'assignment'
  | 'suppliers'
  | 'purchasing'
  | 'usage'
  | 'billing'
> {
  const { now, empty } = state.options;
  const emptyPage = () => ({ rows: [], next: null, asOf: state.asOf });
  const unknown = () => new Refusal('not_found', 'The fake shop has no such record.');
  return {
    'inventory.list': () => ({ ...emptyPage(), total: 0 }),
    'inventory.page_keys': () => ({ keys: [], asOf: state.asOf }),
    'inventory.facets': () => ({ locations: [], categories: [], low: 0, out: 0, asOf: state.asOf }),
    'inventory.item': ({ itemId }) => (itemId === FAKE_ITEM.item.id ? FAKE_ITEM : unknown()),
    'inventory.items': ({ itemIds }) => ({
      items: itemIds.includes(FAKE_ITEM.item.id) ? [FAKE_ITEM.item] : [],
      thresholds: [],
      asOf: state.asOf,
    }),
    'inventory.reservations': emptyPage,
    'inventory.lots': () => ({ lots: [], asOf: state.asOf }),
    'inventory.ledger': emptyPage,
    'counts.list': () => ({ ...emptyPage(), total: 0 }),
    'counts.sheet': () => ({ count: null, sums: NO_SUMS, pendingEntries: 0, asOf: state.asOf }),
    'counts.lines': () => ({ ...emptyPage(), total: 0 }),
    'counts.find': () => ({ line: null, item: null, asOf: state.asOf }),
    'counts.preview': () => ({ lines: 0, asOf: state.asOf }),
    'transfers.list': () => ({ ...emptyPage(), total: 0 }),
    'transfers.transfer': () => ({ transfer: null, asOf: state.asOf }),
    'billing.state': () => ({
      ...{
        plans: [...PLANS],
        current: null,
        next: null,
        latest: null,
        timeZone: 'UTC',
        toDate: null,
        credits: [],
      },
      period: { key: '2026-11', from: 0, to: 1 },
      projection: { known: false, reason: 'no_plan' },
      asOf: state.asOf,
    }),
    'billing.invoices': () => ({ invoices: [], asOf: state.asOf }),
    'billing.invoice': () => ({ invoice: null, asOf: state.asOf }),
    'billing.preview': () => ({
      ...{ from: 0, projected: false, asOf: state.asOf },
      ...{ month: { before: null, after: null }, nextMonth: { before: null, after: null } },
    }),
    'usage.overview': () => ({
      period: '2026-11',
      from: 0,
      to: 1,
      timeZone: 'UTC',
      meters: [],
      asOf: state.asOf,
    }),
    'boards.list': () => ({ boards: [], asOf: state.asOf }),
    'views.list': () => ({ views: [], asOf: state.asOf }),
    'attention.list': () => ({ entries: [], total: 0, capped: false, userId: 'user', asOf: state.asOf }),
    'reports.report': ({ from, to }) => ({
      ...{ timeZone: 'UTC', from, to, missingBefore: null, cut: false, asOf: state.asOf },
      ...reportOf([], [], 'agent'),
      groups: [],
    }),
    'kpi.list': () => ({ rows: [], timeZone: 'UTC', asOf: state.asOf }),
    'kpi.history': () => ({ rows: [], asOf: state.asOf }),
    'kpi.preview': () => ({ windows: [], asOf: state.asOf }),
    'service.rules': () => ({ rules: defaultRules('UTC'), pending: false, asOf: state.asOf }),
    'filter.rules': () => ({ rules: DEFAULT_FILTER, pending: false, asOf: state.asOf }),
    'filter.counters': ({ today }) => ({ counters: countersOf([], today), asOf: state.asOf }),
    'canned.search': emptyPage,
    'canned.folders': () => ({ folders: [], replies: 0, asOf: state.asOf }),
    'canned.reply': () => ({ reply: null, asOf: state.asOf }),
    'canned.macros': () => ({ macros: [], asOf: state.asOf }),
    'canned.preview': ({ of }) => ({
      text: 'text' in of ? of.text : '',
      open: [],
      figures: [],
      stock: [],
      asOf: state.asOf,
    }),
    'assignment.mine': () => ({ agent: newAgent('u'), asOf: state.asOf }),
    'assignment.teams': () => ({ teams: [], asOf: state.asOf }),
    'assignment.load': () => ({ agents: [], queues: [], asOf: state.asOf }),
    'assignment.history': () => ({ rows: [], asOf: state.asOf }),
    'assignment.active': () => ({}),
    'rooms.list': () => ({ rooms: [], asOf: state.asOf }),
    'rooms.room': () => ({ room: null, pinned: [], asOf: state.asOf }),
    'rooms.messages': emptyPage,
    'rooms.counts': () => ({ unread: 0, mentioned: 0, asOf: state.asOf }),
    'rooms.find_private': () => ({ rooms: [] }),
    'rooms.exported': () => ({ ...EXPORTED, at: now }),
    'rooms.exported_messages': () => ({ rows: [], next: null }),
    'rooms.shared': () => ({ shown: null, asOf: state.asOf }),
    'imports.list': () => ({ ...emptyPage(), rows: empty ? [] : fakeImports(now) }),
    'imports.import': ({ importId }) => ({
      import: fakeImports(now).find(({ id }) => id === importId) ?? null,
    }),
    'imports.lines': ({ filter }) => ({ rows: fakeLines(filter), next: null }),
    'imports.export': () => ({ ...emptyPage(), total: 0 }),
    'imports.movements': () => ({ rows: [], next: null }),
    'inventory.named': ({ texts }) => ({ named: texts.map(() => []) }),
    'inventory.find_code': ({ text }) => ({ ...findFake(text), asOf: state.asOf }),
    'alerts.list': emptyPage,
    'summaries.list': () => FAKE_SUMMARIES,
    'summaries.choose': (choice) => ({ ...FAKE_SUMMARIES, choice }),
    'summaries.write': () => FAKE_SUMMARIES,
    'summaries.load': () => new Refusal('not_found', 'There is no such summary on this computer.'),
    'watchdog.figures': () => ({ report: null }),
    'watchdog.state': () => ({ run: null, differences: [], total: 0, asOf: state.asOf }),
    'alerts.counts': () => ({
      open: empty ? 0 : 6,
      critical: 2,
      unacknowledged: 3,
      loud: empty
        ? []
        : [
            { kind: 'low_stock', severity: 'warning', locationId: 'l', count: 4 },
            { kind: 'out_of_stock', severity: 'critical', locationId: 'l', count: 2 },
          ],
      asOf: state.asOf,
    }),
    'alerts.detail': () => ({
      alert: null,
      raisedBy: null,
      resolvedBy: null,
      lot: null,
      earlier: [],
      asOf: state.asOf,
    }),
    'alerts.rules': () => ({ rules: empty ? [] : [makeAlertRule()], asOf: state.asOf }),
    'alerts.preview': () => ({ total: 0, rows: [], asOf: state.asOf }),
    'chat.list': emptyPage,
    'chat.folder_counts': ({ folders }) => ({
      counts: folders.map(() => ({ open: 3, unread: 1 })),
      asOf: state.asOf,
    }),
    'chat.counts': () => ({
      open: 14,
      mine: 4,
      unassigned: 3,
      waiting: 2,
      snoozed: 1,
      participating: 1,
      unread: empty ? 0 : 5,
      asOf: state.asOf,
    }),
    'chat.labels': () => ({ labels: [] }),
    'chat.conversation': unknown,
    'chat.about': emptyPage,
    'chat.messages': emptyPage,
    'chat.around': () => ({ rows: [], older: null, newer: null, asOf: state.asOf }),
    'chat.find': () => ({ hits: [], next: null, total: 0, missingBefore: null }),
    'chat.retention': () => ({ days: 0, runs: [] }),
    'chat.limits': () => ({ maxMessageLength: 1000, messageRetentionDays: 0 }),
    'chat.draft': () => ({ body: '' }),
    'chat.drafts': () => ({ drafts: [] }),
    'chat.save_draft': () => ({}),
    'chat.team': () => ({ users: [] }),
    'attachments.keep': ({ bytes }) => ({ kept: bytes }),
    'attachments.drafts': () => ({ files: [] }),
    'attachments.remove': () => ({}),
    'attachments.states': () => ({ files: [] }),
    'attachments.load': () => ({}),
    'attachments.piece': () => ({ data: '', bytes: 0 }),
    'attachments.storage': () => ({ unsent: 0, cached: 0, limit: 256 * 1024 * 1024 }),
    'forms.form': () => ({ fields: null }),
    'forms.list': () => ({ forms: [] }),
    'forms.save': () => ({}),
    'audit.list': ({ filter }) => ({
      rows: empty || filter.text === 'nothing' ? [] : auditRecords(now),
      next: null,
    }),
    'notifications.list': () => ({
      ...emptyPage(),
      rows: empty ? [] : toldToasts(now, state.readAt),
      unread: empty || state.readAt !== null ? { all: 0, mine: 0 } : { all: 2, mine: 1 },
    }),
    'notifications.mark_read': () => {
      state.readAt = now;
      return {};
    },
    'orders.list': emptyPage,
    'orders.search': () => ({ ...emptyPage(), total: 0 }),
    'orders.export': () => ({ ...emptyPage(), total: 0 }),
    'orders.counts': () => ({
      statuses: { placed: 3, paid: 4, fulfilled: 120, cancelled: 2, refunded: 1 },
      overdue: 1,
      asOf: state.asOf,
    }),
    'orders.entered': () => ({ orders: [], asOf: state.asOf }),
    'orders.sellable': () => ({ items: [], asOf: state.asOf }),
    'orders.customers': () => ({ customers: [], asOf: state.asOf }),
    'orders.entries': emptyPage,
    'orders.references': () => ({ references: [] }),
    'orders.shipments': () => ({ rows: [], asOf: state.asOf }),
    'orders.stock': () => ({ rows: [], asOf: state.asOf }),
    'orders.pick_places': () => ({ places: [], asOf: state.asOf }),
    'orders.picking': () => ({ orders: [], items: [], total: 0, asOf: state.asOf }),
    ...paymentMethodsOf(state),
    ...purchasingMethodsOf(state),
    'customers.customer': ({ customerId }) => ({
      customer: makeCustomer({ id: customerId, name: 'Claire Gute', email: 'claire@example.com' }),
      orders: 3,
      value: [{ currency: 'USD', paid: 99_390, refunded: 4180 }],
      firstSeen: now - 86_400_000,
      lastSeen: now - 3_600_000,
      completeFrom: null,
      asOf: state.asOf,
    }),
    'history.ranges': () => ({ ranges: [] }),
    'orders.order': ({ orderId }) => ({
      order: makeOrder({
        id: orderId,
        number: 'CA-2017-152156',
        customer: makeCustomer({ id: 'c1', name: 'Claire Gute', email: 'claire@example.com' }),
        status: 'paid',
        locationId: 'l1',
        placedAt: now - 3_600_000,
        lines: PRODUCTS.slice(0, 3).map((name, i) =>
          makeOrderLine({
            itemId: `i${i}`,
            sku: `FUR-BO-1000${i}`,
            name,
            quantity: i + 1,
            unitPrice: 16_565,
          }),
        ),
      }),
      locationName: 'Main warehouse',
      paid: 99_390,
      refunded: 4180,
      disputed: 0,
      refundedLines: [],
      payments: [],
      returned: [],
      pending: false,
      seq: 48_001,
      asOf: state.asOf,
    }),
  };
}

const NO_SUMS = {
  ...{ counted: 0, differing: 0, over: 0, short: 0, value: {}, withoutCost: 0 },
  ...{ superseded: 0, movedWhile: 0, recount: 0, stopped: 0 },
};

/** A customer's message, and an alert with a long name. */
function toldToasts(now: number, readAt: number | null): ToldToast[] {
  return [
    {
      id: 't1',
      category: 'chat',
      severity: 'info',
      message: 'toast.chat_message',
      values: { customer: 'Claire Gute', preview: 'Where is my order? It was to arrive on Monday.' },
      subject: { kind: 'conversation', id: 'k1' },
      about: 'me',
      at: now - 60_000,
      readAt,
    },
    {
      id: 't2',
      category: 'stock',
      severity: 'warning',
      message: 'toast.alert_low_stock',
      values: { item: PRODUCTS[1] ?? '', location: 'Main Street', value: 2 },
      subject: { kind: 'alert', id: 'a1' },
      about: 'team',
      at: now - 3_600_000,
      readAt,
    },
  ];
}

/** A few records of each kind: a change, a refusal, a sign-in that failed, a use of the command line. */
function auditRecords(now: number) {
  const kinds = [
    {},
    {
      action: 'orders.cancel',
      subject: 'order:CA-2017-152156',
      reason: 'ordered twice',
      changes: [{ record: 'order:CA-2017-152156', field: 'status', from: 'paid', to: 'cancelled' }],
    },
    { action: 'payments.refund', result: 'forbidden', subject: 'order:17', reason: null, changes: [] },
    { action: 'auth.login', result: 'unauthenticated', subject: 'user:u1', reason: null, changes: [] },
    {
      action: 'cli.backup',
      actor: { kind: 'system' as const, id: 'os:root', name: 'root (sudo by ada)' },
      subject: 'file:/backups/shop.db',
      reason: null,
      changes: [],
      address: null,
    },
  ];
  return Array.from({ length: 60 }, (_, i) =>
    makeAuditRecord({ n: 60 - i, at: now - i * 47_000, ...kinds[i % kinds.length] }),
  );
}

/** Finds the one item of the fake shop by its SKU. */
function findFake(text: string): {
  code: { text: string };
  matches: { item: Item; by: 'sku' }[];
  more: boolean;
} {
  const { item } = FAKE_ITEM;
  return { code: { text }, matches: text === item.sku ? [{ item, by: 'sku' }] : [], more: false };
}
