import type { BridgeResult, RawBridge } from '#shared/bridge/index.ts';

/** What the fake main process says. Plain data: it travels into the page. */
export interface FakeOptions {
  readonly signedIn: boolean;
  readonly connection: 'live' | 'offline' | 'paused' | 'catching-up' | 'connecting' | 'unauthorised';
  readonly theme: 'light' | 'dark' | 'system';
  readonly language: 'en' | 'de';
  readonly permissions: readonly string[];
  /** Nothing has happened in the shop yet. */
  readonly empty: boolean;
  /** Every read fails with this code. */
  readonly failing: string | null;
  /** Reads never answer. */
  readonly hanging: boolean;
  readonly notice: boolean;
  readonly pending: number;
  readonly refused: number;
  /** The present, so that pictures are the same each time. */
  readonly now: number;
}

export const FAKE_DEFAULTS: FakeOptions = {
  signedIn: true,
  connection: 'live',
  theme: 'light',
  language: 'en',
  permissions: [
    'inventory:read',
    'inventory:reserve',
    'inventory:write',
    'alerts:read',
    'alerts:write',
    'orders:read',
    'orders:write',
    'payments:read',
    'payments:refund',
    'chat:read',
    'chat:write',
    'notifications:read',
    'system:read',
  ],
  empty: false,
  failing: null,
  hanging: false,
  notice: false,
  pending: 0,
  refused: 0,
  now: Date.UTC(2026, 10, 21, 13, 2, 31),
};

/** What a test may do to the page's fake main process, at `window.fakeMain`. */
export interface FakeMain {
  push(stream: string, item: unknown): void;
  setConnection(state: FakeOptions['connection']): void;
  readonly calls: { readonly name: string; readonly input: unknown }[];
}

declare global {
  interface Window {
    fakeMain?: FakeMain;
  }
}

/**
 * Puts a fake main process behind `window.quayside`, for pictures and tests of the renderer alone. Runs in the page (through
 * `addInitScript`), so it is one function without imports.
 */
export function installFakeBridge(options: FakeOptions): void {
  const { now } = options;
  const HOUR = 3_600_000;
  const listeners = new Map<string, Set<(item: BridgeResult<unknown>) => void | Promise<void>>>();
  const calls: { name: string; input: unknown }[] = [];
  let connection = options.connection;
  let settings = {
    server: 'http://127.0.0.1:3002',
    realtime: true,
    theme: options.theme,
    language: options.language,
    notifications: true,
  };
  let signedIn = options.signedIn;
  const asOfAt = (): number => (connection === 'live' ? now : now - 4 * 60_000);
  const asOf = (): { seq: number; at: number } => ({ seq: 48_213, at: asOfAt() });
  let seed = 7;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const wave = (count: number, base: number, spread: number): number[] =>
    Array.from({ length: count }, (_, i) =>
      Math.max(0, Math.round(base + Math.sin(i / 2.7) * spread + (random() - 0.5) * spread)),
    );

  const session = (): unknown => ({
    status: signedIn ? 'signed_in' : 'signed_out',
    server: settings.server,
    user: signedIn ? { id: 'u-mara', username: 'mara', name: 'Mara Lindqvist', role: 'manager' } : null,
    permissions: signedIn ? options.permissions : [],
    secretStore: 'file',
    timeZone: 'Europe/Berlin',
    currency: 'USD',
  });
  const status = (): unknown => ({
    state: connection,
    server: settings.server,
    latencyP50: connection === 'live' ? 4 : null,
    latencyP95: connection === 'live' ? 11 : null,
    asOf: asOf(),
    attempt: connection === 'offline' ? 4 : 0,
    nextAttemptAt: connection === 'offline' ? now + 9000 : null,
    behind: connection === 'catching-up' ? 12_304 : null,
    detail: null,
    notice: options.notice ? { channel: 'orders', reason: 'history_changed', at: now - 90_000 } : null,
    refused: 0,
  });
  const figure = (value: number | null, previous: number | null, spark: number[]): unknown => ({
    value,
    previous,
    change: value === null || previous === null || previous === 0 ? null : (value - previous) / previous,
    spark,
  });
  const figures = (window: string): unknown =>
    options.empty
      ? {
          window,
          currency: 'USD',
          from: now - 24 * HOUR,
          to: now,
          revenue: figure(0, 0, []),
          orders: figure(0, 0, []),
          aov: figure(null, null, []),
          refunds: figure(0, 0, []),
          openChats: figure(0, null, []),
          waitingChats: 0,
          openAlerts: figure(0, null, []),
          criticalAlerts: 0,
          otherRevenue: {},
          asOf: { seq: 0, at: null },
          lastEventAt: null,
        }
      : {
          window,
          currency: 'USD',
          from: now - 24 * HOUR,
          to: now,
          revenue: figure(1_284_655, 1_130_210, wave(48, 26_000, 11_000)),
          orders: figure(187, 171, wave(48, 4, 3)),
          aov: figure(6870, 6609, wave(48, 6800, 900)),
          refunds: figure(42_180, 30_022, wave(48, 700, 700)),
          openChats: figure(14, 11, wave(48, 12, 4)),
          waitingChats: 3,
          openAlerts: figure(6, 4, wave(48, 5, 2)),
          criticalAlerts: 2,
          otherRevenue: { GBP: 18_400 },
          asOf: asOf(),
          lastEventAt: asOfAt() - 1200,
        };
  const PRODUCTS = [
    'Canon imageCLASS 2200 Advanced Copier',
    'Fellowes PB500 Electric Punch Plastic Comb Binding Machine',
    'HON 5400 Series Task Chairs for Big and Tall',
    'GBC DocuBind TL300 Electric Binding System',
    'Lexmark MX611dhe Monochrome Laser Printer',
    'Samsung Galaxy Mega 6.3',
    'Eldon Expressions Wood Desk Accessories',
    'Xerox 1967',
  ];
  const CUSTOMERS = [
    'Claire Gute',
    'Darrin Van Huff',
    'Sean O’Donnell',
    'Brosina Hoffman',
    'Andrew Allen',
    'Irene Maddox',
    'Harold Pawlan',
  ];
  const activityAt = (index: number): unknown => {
    const at = asOfAt() - 1200 - index * 21_000 - Math.floor(index ** 1.7 * 900);
    const seq = 48_213 - index;
    const customer = CUSTOMERS[index % CUSTOMERS.length] ?? '';
    const number = `CA-2017-${152_156 + index * 7}`;
    const item = PRODUCTS[index % PRODUCTS.length] ?? '';
    const person = { kind: 'customer', id: `c${index % 7}`, name: customer };
    const kinds = [
      {
        channel: 'payments',
        type: 'payments.received',
        actor: person,
        values: { amount: 26_196, currency: 'USD', order: number },
        subject: { kind: 'order', id: `o${index}` },
      },
      {
        channel: 'orders',
        type: 'orders.created',
        actor: person,
        values: { order: number, customer, total: 26_196 + index * 811, currency: 'USD' },
        subject: { kind: 'order', id: `o${index}` },
      },
      {
        channel: 'inventory',
        type: 'inventory.stock_reserved',
        actor: null,
        values: { item, location: 'Harbour store', delta: 0 },
        subject: { kind: 'item', id: `i${index}` },
      },
      {
        channel: 'chat',
        type: 'chat.message_sent',
        actor: person,
        values: { author: customer, preview: 'Hello, where is my order? It was due on Tuesday.' },
        subject: { kind: 'conversation', id: `k${index}` },
      },
      {
        channel: 'alerts',
        type: 'alerts.raised',
        actor: null,
        values: { kind: 'low_stock', item, location: 'Harbour store', value: 3 },
        subject: { kind: 'alert', id: 'a1' },
      },
      {
        channel: 'payments',
        type: 'payments.refunded',
        actor: { kind: 'user', id: 'u', name: 'Mara Lindqvist' },
        values: { amount: 4180, currency: 'USD', order: number },
        subject: null,
      },
      {
        channel: 'inventory',
        type: 'inventory.stock_adjusted',
        actor: { kind: 'user', id: 'u', name: 'Mara Lindqvist' },
        values: { item, location: 'Harbour store', delta: -3 },
        subject: { kind: 'item', id: `i${index}` },
      },
    ];
    return { seq, at, ...kinds[(index * 5 + Math.floor(index / 3)) % kinds.length] };
  };

  const answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    'app.info': () => ({
      version: '0.1.0',
      host: 'browser',
      platform: 'linux',
      profile: 'default',
      demo: true,
    }),
    'app.set_visible': () => ({}),
    'app.diagnostics': () => ({
      cachedEvents: 148_213,
      cacheBytes: 61_400_000,
      refusedEvents: 0,
      duplicateEvents: 12,
      appliedEvents: 2311,
      outboxPending: options.pending,
      cursors: { inventory: 48_213, orders: 48_210, chat: 48_201 },
      quarantined: null,
    }),
    'session.state': session,
    'session.personas': () => ({
      personas: options.empty
        ? []
        : [
            { username: 'sam', name: 'Sam Okafor', role: 'agent' },
            { username: 'mara', name: 'Mara Lindqvist', role: 'manager' },
            { username: 'ada', name: 'Ada Brandt', role: 'admin' },
          ],
    }),
    'session.sign_in_persona': () => {
      signedIn = true;
      return session();
    },
    'session.sign_out': () => {
      signedIn = false;
      push('session.state', session());
      return session();
    },
    'settings.get': () => settings,
    'settings.set': (input) => {
      settings = { ...settings, ...input };
      push('settings.changed', settings);
      return settings;
    },
    'connection.status': status,
    'connection.refresh': status,
    'connection.pause': () => setConnection('paused'),
    'connection.resume': () => setConnection('live'),
    'connection.dismiss_notice': () => ({}),
    'commands.outbox': () => ({
      entries: Array.from({ length: options.pending + options.refused }, (_, i) => ({
        id: `cmd-${i}`,
        type: i % 2 === 0 ? 'inventory.adjust' : 'chat.send_message',
        subject: 's',
        data: {},
        state: i < options.refused ? 'refused' : 'queued',
        createdAt: now - 60_000 * (i + 1),
        attempts: 1,
        error:
          i < options.refused
            ? { code: 'insufficient_stock', message: 'only 2 available', field: null }
            : null,
      })),
    }),
    'commands.submit': (input) => ({
      id: input['id'],
      type: input['type'],
      subject: 's',
      data: input['data'],
      state: 'queued',
      createdAt: now,
      attempts: 0,
      error: null,
    }),
    'commands.retry': (input) => ({
      id: input['newId'],
      type: 'inventory.adjust',
      subject: 's',
      data: {},
      state: 'queued',
      createdAt: now,
      attempts: 0,
      error: null,
    }),
    'commands.discard': () => ({}),
    'alerts.counts': () => ({ open: options.empty ? 0 : 6, critical: 2, unacknowledged: 3, asOf: asOf() }),
    'alerts.list': () => ({ rows: [], next: null, asOf: asOf() }),
    'chat.counts': () => ({ open: 14, mine: 4, unassigned: 3, unread: options.empty ? 0 : 5, asOf: asOf() }),
    'chat.list': () => ({ rows: [], next: null, asOf: asOf() }),
    'chat.team': () => ({ users: [] }),
    'inventory.list': () => ({ rows: [], next: null, asOf: asOf(), total: 0 }),
    'inventory.facets': () => ({ locations: [], categories: [], low: 0, out: 0, asOf: asOf() }),
    'live.chart': (input) => {
      const size = input['window'] === '1h' ? 60_000 : input['window'] === '30d' ? 24 * HOUR : HOUR;
      const count =
        input['window'] === '1h' ? 60 : input['window'] === '7d' ? 168 : input['window'] === '30d' ? 30 : 24;
      const end = Math.floor(now / size) * size;
      const revenue = wave(count, 52_000, 26_000);
      const previous = wave(count, 46_000, 22_000);
      const orders = wave(count, 8, 5);
      return {
        window: input['window'],
        currency: 'USD',
        asOf: asOf(),
        points: Array.from({ length: count }, (_, i) => ({
          at: end - (count - 1 - i) * size,
          revenue: options.empty ? 0 : revenue[i],
          refunds: options.empty ? 0 : 900,
          orders: options.empty ? 0 : orders[i],
          previous: options.empty ? 0 : previous[i],
        })),
      };
    },
    'live.top_products': () => ({
      rows: options.empty
        ? []
        : PRODUCTS.map((name, i) => ({
            itemId: `i${i}`,
            sku: `TEC-CO-1000${i}`,
            name,
            units: 31 - i * 3,
            revenue: Math.round(560_000 / (i + 1.4)),
          })),
      asOf: asOf(),
    }),
    'live.activity': (input) => {
      const from = typeof input['after'] === 'string' ? Number(input['after']) : 0;
      const limit = Number(input['limit']);
      const all = Array.from({ length: options.empty ? 0 : 300 }, (_, i) => activityAt(i));
      return {
        rows: all.slice(from, from + limit),
        next: from + limit < all.length ? String(from + limit) : null,
        asOf: asOf(),
      };
    },
    'orders.order': (input) => ({
      order: {
        id: input['orderId'],
        number: 'CA-2017-152156',
        customer: { id: 'c1', name: 'Claire Gute', email: 'claire@example.com' },
        total: 99_390,
        currency: 'USD',
        status: 'paid',
        locationId: 'l1',
        placedAt: now - HOUR,
        lines: PRODUCTS.slice(0, 3).map((name, i) => ({
          itemId: `i${i}`,
          sku: `FUR-BO-1000${i}`,
          name,
          quantity: i + 1,
          unitPrice: 16_565,
          total: 16_565 * (i + 1),
        })),
      },
      paid: 99_390,
      refunded: 4180,
      seq: 48_001,
      asOf: asOf(),
    }),
    'search.query': () => ({
      rows: [
        {
          kind: 'order',
          id: 'o1',
          title: 'CA-2017-152156',
          snippet: 'Claire Gute · 3 items · $993.90',
          at: now - HOUR,
          subject: { kind: 'order', id: 'o1' },
        },
        {
          kind: 'item',
          id: 'i1',
          title: 'Canon imageCLASS 2200 Advanced Copier',
          snippet: 'TEC-CO-10004722 · Copiers',
          at: null,
          subject: { kind: 'item', id: 'i1' },
        },
        {
          kind: 'message',
          id: 'm1',
          title: 'Sean O’Donnell',
          snippet: '… the copier arrived with a dent in the side, can you …',
          at: now - 3 * HOUR,
          subject: { kind: 'conversation', id: 'k1' },
        },
      ],
      asOf: asOf(),
    }),
  };

  function push(name: string, item: unknown): void {
    for (const listener of listeners.get(name) ?? []) void listener({ ok: true, value: item });
  }
  function setConnection(state: FakeOptions['connection']): unknown {
    connection = state;
    push('connection.status', status());
    return status();
  }
  const first: Record<string, (input: Record<string, unknown>) => unknown> = {
    'connection.status': status,
    'session.state': session,
    'settings.changed': () => settings,
    'live.figures': (input) => figures(String(input['window'])),
  };
  const ALWAYS = /^(app|session|settings|connection|commands)\./;
  const asObject = (input: unknown): Record<string, unknown> => ({
    ...(typeof input === 'object' ? input : {}),
  });
  const fake: RawBridge = {
    invoke(name, input) {
      calls.push({ name, input });
      const answer = answers[name];
      if (!ALWAYS.test(name) && options.hanging) return new Promise(() => undefined);
      if (!ALWAYS.test(name) && options.failing !== null)
        return Promise.resolve({
          ok: false,
          error: {
            code: options.failing as 'internal',
            message: 'The fake was told to fail.',
            permission: 'chat:read',
          },
        });
      if (name === 'session.sign_in')
        return Promise.resolve({ ok: false, error: { code: 'unauthenticated', message: 'wrong' } });
      if (!answer)
        return Promise.resolve({
          ok: false,
          error: { code: 'not_found', message: `the fake has no ${name}` },
        });
      return Promise.resolve({ ok: true, value: answer(asObject(input)) });
    },
    subscribe(name, input, listener) {
      const set = listeners.get(name) ?? new Set();
      set.add(listener);
      listeners.set(name, set);
      const say = first[name];
      const silent = name === 'live.figures' && (options.hanging || options.failing !== null);
      if (say && !silent) setTimeout(() => void listener({ ok: true, value: say(asObject(input)) }), 0);
      if (name === 'live.figures' && options.failing !== null)
        setTimeout(
          () =>
            void listener({
              ok: false,
              error: { code: 'forbidden', message: 'no', permission: 'payments:read' },
            }),
          0,
        );
      return () => set.delete(listener);
    },
  };
  Object.defineProperty(window, 'quayside', { value: fake });
  window.fakeMain = { push, setConnection, calls };
}
