import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, FIGURES_MS, HOUR_MS, WINDOW_SPEC, WINDOWS } from '#shared/domain/time.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import type { HistoryRange } from '#shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { CommandContext } from '../../src/gateway/kernel.ts';
import { handshake, TestClient } from '../support/client.ts';
import { createUser } from '../support/create-user.ts';
import { TestEngine } from '../support/engine.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeCustomer } from '../support/make/order.ts';
import { makeUser } from '../support/make/user.ts';
import { compareProjections } from '../support/projections.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const ITEMS = 30;
const DAYS = 120;
const NOW = Date.now();

let folder: TemporaryFolder;
let on: TestGateway;
let line: TcpProxy;
let console_: TestEngine;

const run = (at: number, work: (context: CommandContext) => void): Promise<void> =>
  on.gateway.executor.run(SYSTEM_PRINCIPAL, at, work);

const say = (context: CommandContext, conversationId: string, body: string): void => {
  context.dispatch('chat.send_message', { conversationId, messageId: uuidv7(), kind: 'text', body });
};

/** A shop with four months behind it: each day a sale, a movement of some items, and a conversation that ends the same day. */
async function fillPast(): Promise<void> {
  await run(NOW - DAYS * DAY_MS, (context) => {
    context.dispatch('inventory.create_location', { location: makeLocation({ id: 'main' }) });
    for (let n = 0; n < ITEMS; n += 1) {
      context.dispatch('inventory.create_item', { item: makeItem({ id: `item-${n}`, sku: `SKU-${n}` }) });
      context.dispatch('inventory.receive', {
        itemId: `item-${n}`,
        locationId: 'main',
        quantity: 10_000,
        reference: null,
      });
    }
  });
  await on.gateway.executor.together((runAt) => {
    for (let day = DAYS; day >= 0; day -= 1) {
      runAt(SYSTEM_PRINCIPAL, NOW - day * DAY_MS - HOUR_MS, (context) => {
        for (let n = 0; n < 4; n += 1) {
          const itemId = `item-${(day + n) % ITEMS}`;
          const orderId = uuidv7();
          const lines = [{ itemId, quantity: 1, unitPrice: 1999, total: 1999 }];
          const order = {
            orderId,
            number: `N-${day}-${n}`,
            customer: null,
            currency: 'USD',
            locationId: 'main',
            lines,
          };
          context.dispatch('orders.create', order);
          const amount = { amount: 1999, currency: 'USD' };
          context.dispatch('payments.receive', { paymentId: uuidv7(), orderId, ...amount, method: 'card' });
          if (n === 0 && day % 3 === 0)
            context.dispatch('payments.refund', {
              paymentId: uuidv7(),
              orderId,
              amount: 500,
              currency: 'USD',
              reason: 'late',
              returned: [],
            });
        }
        const conversationId = `talk-${day}`;
        const customer = makeCustomer({ id: `customer-${day}` });
        context.dispatch('chat.open_conversation', { conversationId, customer, subject: null, orderIds: [] });
        for (let n = 0; n < 40; n += 1) say(context, conversationId, `day ${day}, message ${n}`);
        if (day % 10 !== 0) context.dispatch('chat.set_status', { conversationId, status: 'resolved' });
      });
    }
  });
}

beforeEach(async () => {
  folder = temporaryFolder('windowed');
  on = await startTestGateway({ WORKSPACE_CURRENCY: 'USD' }, {}, folder.path);
  await fillPast();
  line = await TcpProxy.to(Number(new URL(on.url).port));
  const user = makeUser({ id: 'ada', username: 'ada', role: 'admin' });
  await createUser(on.gateway.executor, user, 'a long password');
  console_ = new TestEngine({
    token: async () => {
      const grant = await on.gateway.auth.login('ada', 'a long password', {
        address: '127.0.0.1',
        device: '',
        deviceToken: null,
      });
      return grant.ok ? grant.value.accessToken : null;
    },
  });
});

afterEach(async () => {
  await console_.dispose();
  await line.close();
  await on.stop();
  folder.remove();
});

const open = () => console_.open({ server: line.url, userId: 'ada', userName: 'Ada', permissions: [] });

async function ranges(): Promise<
  readonly { channel: string; kind: string; from: number; windowFrom: number }[]
> {
  const read = await console_.engine.read('history.ranges', {});
  return read.ok ? read.value.ranges : [];
}

const gatewayFile = (): string => join(folder.path, 'gateway.db');

function expectEqualRows(): void {
  for (const channel of CHANNELS) {
    const {
      gateway,
      console: cached,
      firstDifference,
    } = compareProjections(gatewayFile(), console_.cacheFile(), channel);
    expect({ channel, firstDifference, ...cached }).toEqual({ channel, firstDifference: null, ...gateway });
  }
}

const isComplete = async (): Promise<boolean> => {
  if (console_.engine.status().state !== 'live') return false;
  const { cursors } = await console_.diagnostics();
  return Math.max(...Object.values(cursors)) === on.gateway.log.head() && (await console_.hasAllHistory());
};

/** A client that takes a snapshot by hand. */
async function manual(over: Record<string, unknown> = {}): Promise<TestClient> {
  return new TestClient(on.url, { ...handshake(await on.token('manager')), ...over });
}

interface End {
  readonly channel: string;
  readonly rows: number;
  readonly history: readonly HistoryRange[];
}
interface Page {
  readonly channel: string;
  readonly rows: readonly { kind: string; row: Record<string, unknown> }[];
  readonly after: string;
}

const rowsOf = (client: TestClient, channel: string) =>
  client.named<Page>('snapshot_page').flatMap((page) => (page.channel === channel ? page.rows : []));
const ended = (client: TestClient, channel: string) =>
  client.until(
    (all) => all.some((m) => m.name === 'snapshot_end' && (m.body as End).channel === channel),
    20_000,
  );

describe('a windowed snapshot', () => {
  it('has the state now, says what it left out, and an older client gets all rows', async () => {
    const client = await manual();
    const older = await manual({ protocol: { ...PROTOCOL_VERSION, minor: 1 } });
    for (const channel of ['chat', 'inventory', 'orders'])
      await Promise.all([ended(client, channel), ended(older, channel)]);
    const kinds = (from: TestClient, channel: string, kind: string): number =>
      rowsOf(from, channel).filter((row) => row.kind === kind).length;
    expect(kinds(older, 'inventory', 'movement')).toBeGreaterThan(ITEMS + DAYS * 4 - 1);
    expect(kinds(client, 'inventory', 'movement')).toBe(0);
    expect(kinds(client, 'inventory', 'level')).toBe(ITEMS);
    expect(kinds(older, 'chat', 'conversation')).toBe(DAYS + 1);
    const open_ = Math.floor(DAYS / 10) + 1;
    expect(kinds(client, 'chat', 'conversation')).toBe(open_);
    // The newest page of each.
    expect(kinds(client, 'chat', 'message')).toBe(open_ * 25);
    expect(kinds(client, 'orders', 'order')).toBe(8);
    const history = client.named<End>('snapshot_end').flatMap((end) => end.history.map(({ kind }) => kind));
    expect(history.sort()).toEqual(
      [
        'alert',
        'assignment_entry',
        'conversation',
        'count_line',
        'dispute',
        'lot',
        'message',
        'movement',
        'notification',
        'order',
        'order_entry',
        'payment',
        'payout',
        'purchase',
        'purchase_entry',
        'reservation',
        'room_message',
        'service_fact',
        'shipment',
        'transfer',
      ].sort(),
    );
    expect(older.named<End>('snapshot_end').flatMap(({ history: more }) => more)).toEqual([]);
    client.close();
    older.close();
  });

  it('goes on after the last page that the client kept, and starts again from an unknown history', async () => {
    const whole = await manual();
    await ended(whole, 'chat');
    const pages = whole.named<Page>('snapshot_page').filter(({ channel }) => channel === 'chat');
    const begin = whole.named<{ channel: string; cursor: { seq: number; id: string } }>('snapshot_begin');
    const cursor = begin.find(({ channel }) => channel === 'chat')?.cursor;
    const [first] = pages;
    if (!first || !cursor) throw new Error('no page');
    const progress = { cursor, after: first.after, rows: first.rows.length };
    const resumed = await manual({ snapshots: { chat: progress } });
    await ended(resumed, 'chat');
    expect([...first.rows, ...rowsOf(resumed, 'chat')]).toEqual(rowsOf(whole, 'chat'));
    const end = (client: TestClient) =>
      client.named<End>('snapshot_end').find(({ channel }) => channel === 'chat');
    expect(end(resumed)?.rows).toBe(end(whole)?.rows);
    const strange = { ...progress, cursor: { ...cursor, id: uuidv7() } };
    const again = await manual({ snapshots: { chat: strange } });
    await ended(again, 'chat');
    expect(rowsOf(again, 'chat')).toEqual(rowsOf(whole, 'chat'));
    for (const client of [whole, resumed, again]) client.close();
  });
});

describe('a console that syncs for the first time', () => {
  it('is live before its history is loaded, and then has every row', async () => {
    await open();
    await console_.untilLive();
    await console_.until('all history', isComplete, 60_000);
    expectEqualRows();
    expect(new Database(console_.cacheFile(), { readonly: true }).pragma('integrity_check')).toEqual([
      { integrity_check: 'ok' },
    ]);
  });

  it('survives drops at any point and live events meanwhile, and ends with the same rows', async () => {
    await open();
    for (let n = 0; n < 12; n += 1) {
      await run(NOW + n, (context) => {
        say(context, `talk-${n * 7}`, `live ${n}`);
        const change = { mode: 'delta' as const, quantity: 1 };
        const where = { itemId: `item-${n}`, locationId: 'main' };
        context.dispatch('inventory.adjust', { ...where, change, reason: 'counted', reference: null });
      });
      // Cut after a growing number of messages, in the snapshot first and in the history later.
      await new Promise((done) => setImmediate(done));
      const before = line.accepted;
      line.cut();
      line.restore();
      await console_.reconnect(() => line.accepted > before);
    }
    await console_.until('all history', isComplete, 60_000);
    expectEqualRows();
    expect((await console_.diagnostics()).refusedEvents).toBe(0);
  });

  it('has the figures of every window right as soon as their windows are loaded', async () => {
    await open();
    await console_.until(
      'the windows are loaded',
      async () =>
        console_.engine.status().state === 'live' &&
        (await ranges()).every(({ from, windowFrom }) => from <= windowFrom),
      60_000,
    );
    const sql = on.gateway.readSql;
    for (const window of WINDOWS) {
      const read = await console_.engine.read('live.figures', { window });
      if (!read.ok) throw new Error(read.error.message);
      const { lengthMs } = WINDOW_SPEC[window];
      const to = Math.floor(read.value.to / 60_000) * 60_000 + 60_000;
      const revenue = (from: number, until: number): number =>
        sql
          .prepare<[number, number], { sum: number }>(
            `SELECT coalesce(sum(iif(kind = 'payment', amount, -amount)), 0) AS sum FROM payments WHERE at >= ? AND at < ?`,
          )
          .get(from, until)?.sum ?? 0;
      const orders = (from: number, until: number): number =>
        sql
          .prepare<[number, number], { n: number }>(
            'SELECT count(*) AS n FROM payments WHERE settles_order = 1 AND at >= ? AND at < ?',
          )
          .get(from, until)?.n ?? 0;
      const { value } = read;
      expect({
        window,
        revenue: value.revenue.value,
        before: value.revenue.previous,
        orders: value.orders.value,
        ordersBefore: value.orders.previous,
      }).toEqual({
        window,
        revenue: revenue(to - lengthMs, to),
        before: revenue(to - 2 * lengthMs, to - lengthMs),
        orders: orders(to - lengthMs, to),
        ordersBefore: orders(to - 2 * lengthMs, to - lengthMs),
      });
    }
    expect(FIGURES_MS).toBeGreaterThan(60 * DAY_MS);
  });

  it('fetches an old conversation that somebody writes in', async () => {
    await open();
    await console_.untilLive();
    await run(NOW + 1, (context) => say(context, 'talk-119', 'a new question after four months'));
    await console_.until('the conversation is there', async () => {
      const page = await console_.engine.read('chat.messages', {
        conversationId: 'talk-119',
        after: null,
        limit: 5,
      });
      return page.ok && page.value.rows[0]?.body === 'a new question after four months';
    });
    await console_.until('all history', isComplete, 60_000);
    expectEqualRows();
  });

  it('loads what lies past the range when a list is read there', async () => {
    await open();
    await console_.untilLive();
    const bodies: string[] = [];
    for (let after: string | null = null, n = 0; n < 10; n += 1) {
      const page: Awaited<ReturnType<typeof console_.engine.read<'chat.messages'>>> =
        await console_.engine.read('chat.messages', { conversationId: 'talk-0', after, limit: 10 });
      if (!page.ok) throw new Error(page.error.message);
      bodies.push(...page.value.rows.map(({ body }) => body));
      after = page.value.next;
      if (after === null) break;
    }
    expect(bodies).toEqual(Array.from({ length: 40 }, (_, n) => `day 0, message ${39 - n}`));
    const ledger = await console_.engine.read('inventory.ledger', {
      itemId: 'item-3',
      locationId: null,
      after: null,
      limit: 200,
    });
    if (!ledger.ok) throw new Error(ledger.error.message);
    expect(ledger.value.rows.length).toBe(
      on.gateway.readSql
        .prepare<[], { n: number }>(
          "SELECT count(*) AS n FROM movements m JOIN levels l ON l.id = m.level_id WHERE l.item_id = 'item-3'",
        )
        .get()?.n,
    );
  });
});
