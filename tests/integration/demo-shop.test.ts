import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { principalOf } from '../../src/gateway/auth/index.ts';
import { readConversation } from '../../src/gateway/chat/index.ts';
import { type Demo, type DemoOptions, PERSONAS, startDemo } from '../../src/gateway/demo/index.ts';
import { ORDERS_A_DAY } from '../../src/gateway/demo/rhythm.ts';
import type { CommandContext } from '../../src/gateway/kernel.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { type GatewayData, openGatewayData } from '../support/gateway-data.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { runNow } from '../support/run-now.ts';
import { until } from '../support/wait.ts';

const NOW = Date.UTC(2026, 2, 18, 15, 0);

let folders: TemporaryFolder[] = [];
let gateways: GatewayData[] = [];
let demos: Demo[] = [];

beforeEach(() => {
  folders = [];
  gateways = [];
  demos = [];
});
afterEach(async () => {
  for (const demo of demos) await demo.dispose();
  for (const gateway of gateways) gateway.close();
  for (const folder of folders) folder.remove();
});

async function open(folder = temporaryFolder()): Promise<GatewayData> {
  if (!folders.includes(folder)) folders.push(folder);
  const gateway = await openGatewayData(folder.path);
  gateways.push(gateway);
  return gateway;
}

function start(
  gateway: GatewayData & { signal?: (signal: SignalMessage) => void },
  options: Partial<DemoOptions> = {},
): Demo {
  const demo = startDemo(gateway, {
    seed: 7,
    speed: 1,
    rate: null,
    historyDays: 3,
    now: () => NOW,
    ...options,
  });
  demos.push(demo);
  return demo;
}

const number = (gateway: GatewayData, text: string): number =>
  gateway.sql.raw.prepare<[], number>(text).pluck().get() ?? 0;

/** An event without what is different each time: ids that are made at random, and what carries them. */
function told(event: AnyEvent): string {
  const made = /"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"/g;
  return JSON.stringify({ type: event.type, at: event.at, data: event.data }).replace(made, '"…"');
}

/** The history as it is told, without what the start of a gateway adds. */
function story(gateway: GatewayData): string[] {
  return gateway
    .events()
    .filter(({ type }) => type !== 'alerts.rule_changed')
    .map(told);
}

function expectSound(gateway: GatewayData): void {
  expect(
    number(gateway, 'SELECT count(*) FROM levels WHERE on_hand < 0 OR on_hand - committed - unavailable < 0'),
  ).toBe(0);
  expect(
    number(
      gateway,
      'SELECT count(*) FROM levels l WHERE on_hand <> (SELECT coalesce(sum(delta_on_hand), 0) FROM movements m WHERE m.level_id = l.id)',
    ),
  ).toBe(0);
  // Orders of a shop are numbered without gaps and twice is once.
  expect(number(gateway, `SELECT count(*) FROM orders WHERE id LIKE 'demo:%'`)).toBe(
    number(gateway, `SELECT max(CAST(substr(id, 6) AS INTEGER)) + 1 FROM orders WHERE id LIKE 'demo:%'`),
  );
}

describe('the demo shop', () => {
  it('is the same shop for the same seed, and another for another', async () => {
    const [a, b, c] = [await open(), await open(), await open()];
    for (const [gateway, seed] of [
      [a, 7],
      [b, 7],
      [c, 8],
    ] as const) {
      const demo = start(gateway, { seed });
      await demo.ready;
      await demo.dispose();
    }
    expect(story(a)).toEqual(story(b));
    expect(story(a)).not.toEqual(story(c));
    expectSound(a);
  });

  it('fills an empty database with a shop that looks alive', async () => {
    const gateway = await open();
    const demo = start(gateway, { historyDays: 10 });
    // Somebody can sign in long before the history is written.
    await until('the personas', () => number(gateway, 'SELECT count(*) FROM users WHERE persona = 1') === 4);
    expect(demo.phase()).toBe('filling');
    await demo.ready;
    expect(demo.phase()).toBe('live');
    expect(number(gateway, 'SELECT count(*) FROM items')).toBe(1862);
    expect(number(gateway, 'SELECT count(*) FROM locations')).toBe(2);
    const orders = number(gateway, 'SELECT count(*) FROM orders');
    expect(orders).toBeGreaterThan(9 * ORDERS_A_DAY);
    expect(orders).toBeLessThan(11 * ORDERS_A_DAY);
    expect(number(gateway, `SELECT count(*) FROM conversations WHERE status = 'resolved'`)).toBeGreaterThan(
      5,
    );
    expect(
      number(gateway, `SELECT count(*) FROM conversations WHERE status = 'open' AND assignee_id IS NULL`),
    ).toBeGreaterThan(1);
    expect(number(gateway, 'SELECT count(*) FROM alerts WHERE resolved_at IS NULL')).toBeLessThan(15);
    expect(
      number(
        gateway,
        `SELECT count(*) FROM events WHERE at > ${NOW} AND type NOT IN ('alerts.rule_changed')`,
      ),
    ).toBe(0);
    expectSound(gateway);
  });

  it('goes on after a kill at any moment as if nothing had been', async () => {
    const whole = await open();
    const demo = start(whole);
    await demo.ready;
    await demo.dispose();

    const folder = temporaryFolder();
    for (const commits of [3, 120, 300, 90, 200]) {
      const gateway = await open(folder);
      let left = commits;
      /** Written, not committed: the moment a kill is worst. */
      const dies =
        <T>(work: (context: CommandContext) => T): ((context: CommandContext) => T) =>
        (context) => {
          const value = work(context);
          left -= 1;
          if (left <= 0) throw new Error('killed');
          return value;
        };
      const { executor } = gateway;
      const dying: GatewayData = {
        ...gateway,
        executor: {
          ...executor,
          run: (principal, now, work) => executor.run(principal, now, dies(work)),
          together: (work) =>
            executor.together((run) => work((principal, now, piece) => run(principal, now, dies(piece)))),
        },
      };
      const killed = start(dying);
      await until('the gateway died', () => left <= 0);
      await killed.dispose();
      gateway.close();
      gateways = gateways.filter((other) => other !== gateway);
    }
    const gateway = await open(folder);
    const last = start(gateway);
    await last.ready;
    await last.dispose();
    expect(story(gateway)).toEqual(story(whole));
    expectSound(gateway);
  });

  it('lives on: orders, payments, fulfilments, also over a restart', async () => {
    const folder = temporaryFolder();
    let gateway = await open(folder);
    const options = { historyDays: 1, speed: 5000, now: () => Date.now() };
    const first = start(gateway, options);
    await first.ready;
    const before = number(gateway, 'SELECT count(*) FROM orders');
    await until('five more orders', () => number(gateway, 'SELECT count(*) FROM orders') >= before + 5);
    await first.dispose();
    const head = gateway.log.head();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(gateway.log.head()).toBe(head);
    gateway.close();
    gateways = [];

    gateway = await open(folder);
    const second = start(gateway, options);
    await second.ready;
    const since = (type: string): number =>
      number(gateway, `SELECT count(*) FROM events WHERE seq > ${head} AND type = '${type}'`);
    await until(
      'orders, payments and fulfilments',
      () => since('orders.created') >= 3 && since('payments.received') >= 3 && since('orders.fulfilled') >= 3,
    );
    await second.dispose();
    expectSound(gateway);
  });

  it('leaves a database with a shop of its own alone', async () => {
    const gateway = await open();
    const manager = PERSONAS[2];
    if (!manager) throw new Error('no manager');
    runNow(gateway.executor, principalOf(manager), NOW, (context) => {
      context.dispatch('inventory.create_location', {
        location: makeLocation({ id: 'here' }),
      });
      context.dispatch('inventory.create_item', {
        item: makeItem({ id: 'own', category: 'Own', price: 1, currency: 'EUR' }),
      });
    });
    const demo = start(gateway);
    await demo.ready;
    expect(demo.phase()).toBe('idle');
    expect(number(gateway, 'SELECT count(*) FROM items')).toBe(1);
  });
});

/** The number of unresolved conversations after each change, with its time, ms. */
function queueOf(gateway: GatewayData): { at: number; open: number }[] {
  const open = new Set<string>();
  return gateway.events().flatMap((event) => {
    if (event.type === 'chat.conversation_opened') open.add(event.data.conversation.id);
    else if (event.type === 'chat.status_changed' && event.data.status === 'resolved')
      open.delete(event.data.conversationId);
    else return [];
    return [{ at: event.at, open: open.size }];
  });
}

/** Expects that from 5 to 15 conversations are open, and that their number grows and shrinks. */
function expectBreathing(queue: readonly { open: number }[]): void {
  const open = queue.map((entry) => entry.open);
  expect(Math.min(...open)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...open)).toBeLessThanOrEqual(15);
  expect(Math.max(...open) - Math.min(...open)).toBeGreaterThanOrEqual(3);
}

const ordersBetween = (gateway: GatewayData, from: number, to: number): number =>
  number(gateway, `SELECT count(*) FROM orders WHERE placed_at >= ${from} AND placed_at < ${to}`);

describe('a demo shop that was stopped', () => {
  it('fills the time since, in slices, with what the shop would have done', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    const before = start(first, { historyDays: 2 });
    await before.ready;
    await before.dispose();
    first.close();
    gateways = [];

    const gateway = await open(folder);
    const later = NOW + 3 * DAY_MS;
    const slices: number[] = [];
    const { executor } = gateway;
    const counted: GatewayData = {
      ...gateway,
      executor: {
        ...executor,
        together: (work) =>
          executor.together((run) => {
            let pieces = 0;
            const value = work((principal, at, piece) => {
              pieces += 1;
              return run(principal, at, piece);
            });
            slices.push(pieces);
            return value;
          }),
      },
    };
    const head = gateway.log.head();
    const demo = start(counted, { historyDays: 60, now: () => later });
    await demo.ready;
    await demo.dispose();
    expect(Math.max(...slices)).toBeLessThanOrEqual(200);
    expect(slices.length).toBeGreaterThan(10);
    // As busy as before the stop, day by day, and nothing of the future.
    for (let day = 0; day < 3; day += 1) {
      const orders = ordersBetween(gateway, NOW + day * DAY_MS, NOW + (day + 1) * DAY_MS);
      expect(Math.abs(orders - ORDERS_A_DAY)).toBeLessThan(5 * Math.sqrt(ORDERS_A_DAY));
    }
    const filled = gateway.events().filter(({ seq, actor }) => seq > head && actor?.id === 'shop');
    expect(filled.every(({ at }) => at <= later)).toBe(true);
    const times = gateway.sql.raw
      .prepare<[], number>('SELECT placed_at FROM orders ORDER BY placed_at')
      .pluck()
      .all();
    const longest = times.reduce((gap, at, n) => Math.max(gap, at - (times[n - 1] ?? at)), 0);
    expect(longest).toBeLessThan(5 * HOUR_MS);
    expectBreathing(queueOf(gateway).filter(({ at }) => at > NOW && at <= later));
    expectSound(gateway);
  });

  it('makes up for no more than the history of a new one', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    const before = start(first, { historyDays: 1 });
    await before.ready;
    await before.dispose();
    first.close();
    gateways = [];

    const gateway = await open(folder);
    const later = NOW + 400 * DAY_MS;
    const demo = start(gateway, { historyDays: 2, now: () => later });
    await demo.ready;
    await demo.dispose();
    expect(ordersBetween(gateway, NOW, later - 2 * DAY_MS)).toBe(0);
    expect(ordersBetween(gateway, later - 2 * DAY_MS, later)).toBeGreaterThan(ORDERS_A_DAY);
    expectSound(gateway);
  });
});

describe('the living shop', () => {
  const HOURS = 8;
  afterEach(() => void vi.useRealTimers());

  it('raises an alert and resolves it in the first five minutes, and its queue breathes for hours', async () => {
    const gateway = await open();
    const past = start(gateway, { historyDays: 1 });
    await past.ready;
    await past.dispose();
    vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    const demo = start(gateway, { now: () => Date.now() });
    await demo.ready;
    const from = Date.now();
    for (let minute = 0; minute < HOURS * 60; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
    }
    vi.useRealTimers();
    await demo.dispose();
    const told = gateway.events().filter(({ at }) => at > from && at <= from + 5 * 60_000);
    const raised = told.flatMap((event) => (event.type === 'alerts.raised' ? [event.data.alert.id] : []));
    const resolved = told.flatMap((event) => (event.type === 'alerts.resolved' ? [event.data.alert.id] : []));
    expect(resolved.filter((id) => raised.includes(id)).length).toBeGreaterThan(0);
    const queue = queueOf(gateway).filter(({ at }) => at > from);
    expectBreathing(queue);
    expect(queue.length).toBeGreaterThan(HOURS);
    // The pace of the past.
    const orders = ordersBetween(gateway, from, from + HOURS * HOUR_MS);
    expect(orders).toBeGreaterThan(HOURS * 2);
    expect(orders).toBeLessThan(HOURS * 20);
    expectSound(gateway);
  }, 60_000);
});

describe('simulated colleagues', () => {
  it('leave a conversation alone that a person has read or answered', async () => {
    const gateway = await open();
    const first = start(gateway, { historyDays: 1 });
    await first.ready;
    await first.dispose();
    const agent = PERSONAS[0];
    if (!agent) throw new Error('no agent');
    const waiting = gateway.sql.raw
      .prepare<[], string>(`SELECT conversation_id FROM demo_desk WHERE step IN ('nudge', 'greet', 'solve')`)
      .pluck()
      .all();
    expect(waiting.length).toBeGreaterThan(1);
    for (const [n, conversationId] of waiting.entries()) {
      runNow(gateway.executor, principalOf(agent), NOW, (context) => {
        const seq = readConversation(context.sql, conversationId)?.lastMessageSeq ?? 0;
        context.dispatch('chat.mark_read', { conversationId, upToSeq: seq });
        context.dispatch('chat.send_message', {
          conversationId,
          messageId: `person:${n}`,
          kind: 'text',
          body: 'Let me see.',
        });
      });
    }
    const head = gateway.log.head();
    const second = start(gateway, { historyDays: 1, now: () => NOW + 40 * 60_000 });
    await second.ready;
    await second.dispose();
    const busy = gateway
      .events()
      .filter(
        (event) => event.seq > head && event.type === 'chat.message_sent' && event.actor?.kind === 'user',
      )
      .flatMap((event) => (event.type === 'chat.message_sent' ? [event.data.message.conversationId] : []));
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.filter((id) => waiting.includes(id))).toEqual([]);
  });
});

describe('simulated customers', () => {
  it('receive, read, type and answer once per burst, then thank and fall silent', async () => {
    const gateway = await open();
    const signals: SignalMessage[] = [];
    const demo = start(
      { ...gateway, signal: (signal) => signals.push(signal) },
      { historyDays: 2, now: () => Date.now() },
    );
    await demo.ready;
    const id =
      gateway.sql.raw
        .prepare<[], string>(
          `SELECT c.id FROM conversations c JOIN demo_conversations d ON d.conversation_id = c.id WHERE d.turn = 0 AND c.status = 'open' LIMIT 1`,
        )
        .pluck()
        .get() ?? '';
    const agent = PERSONAS[0];
    if (!agent) throw new Error('no agent');
    const said = (): number =>
      number(
        gateway,
        `SELECT count(*) FROM messages WHERE conversation_id = '${id}' AND author LIKE '%"customer"%'`,
      );
    const write = (n: string): void => {
      runNow(gateway.executor, principalOf(agent), Date.now(), (context) => {
        context.dispatch('chat.send_message', {
          conversationId: id,
          messageId: `test:${n}`,
          kind: 'text',
          body: 'Let me check that for you.',
        });
      });
    };
    const before = said();
    write('1');
    write('2');
    const seq = number(gateway, `SELECT max(seq) FROM messages WHERE conversation_id = '${id}'`);
    const conversation = () => readConversation(gateway.sql, id)?.conversation;
    await until('delivered', () => (conversation()?.customerDeliveredSeq ?? 0) >= seq);
    await until('read', () => (conversation()?.customerReadSeq ?? 0) >= seq);
    expect(said()).toBe(before);
    await until('an answer', () => said() > before);
    expect(
      signals.some(
        (signal) => signal.type === 'typing' && signal.conversationId === id && signal.who === 'customer',
      ),
    ).toBe(true);
    expect(number(gateway, `SELECT turn FROM demo_conversations WHERE conversation_id = '${id}'`)).toBe(1);
    for (const turn of [2, 3]) {
      write(`again ${turn}`);
      await until(`answer ${turn}`, () => said() === before + turn);
    }
    expect(said()).toBe(before + 3);
    expect(number(gateway, `SELECT silent FROM demo_conversations WHERE conversation_id = '${id}'`)).toBe(1);
  }, 90_000);
});

describe('the demo under load', () => {
  it('appends events at the rate it was asked for', async () => {
    const gateway = await open();
    const demo = start(gateway, { rate: 200, historyDays: 1, now: () => Date.now() });
    await demo.ready;
    const head = gateway.log.head();
    const emitted = demo.load().emitted;
    const started = performance.now();
    await until('five seconds have passed', () => performance.now() - started > 5_000);
    const seconds = (performance.now() - started) / 1000;
    const rate = (demo.load().emitted - emitted) / seconds;
    // What it says it appended is in the log; the few events beside it are customers who answer.
    const others = gateway.log.head() - head - (demo.load().emitted - emitted);
    expect(others).toBeGreaterThanOrEqual(0);
    expect(others).toBeLessThan(30);
    expect(rate).toBeGreaterThan(190);
    expect(rate).toBeLessThan(210);
    expect(demo.load().dropped).toBe(0);
    expect(
      number(gateway, `SELECT count(*) FROM events WHERE seq > ${head} AND type LIKE 'alerts.%'`),
    ).toBeLessThan(20);
  });
});
