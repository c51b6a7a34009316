import { afterEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { principalOf } from '../../src/gateway/auth/index.ts';
import { readConversation } from '../../src/gateway/chat/index.ts';
import { PERSONAS } from '../../src/gateway/demo/index.ts';
import {
  demoShops,
  expectBreathing,
  expectSound,
  NOW,
  number,
  ordersBetween,
  queueOf,
} from '../support/demo-shops.ts';
import { runNow } from '../support/run-now.ts';
import { until } from '../support/wait.ts';

const { open, start } = demoShops();

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
  // The clock shows an afternoon: at night, there may be no customer who waits.
  const ahead = Math.floor(Date.now() / DAY_MS) * DAY_MS + 15 * HOUR_MS - Date.now();
  const now = (): number => Date.now() + ahead;

  it('receive, read, type and answer once per burst, then thank and fall silent', async () => {
    const gateway = await open();
    const signals: SignalMessage[] = [];
    const demo = start({ ...gateway, signal: (signal) => signals.push(signal) }, { historyDays: 2, now });
    await demo.ready;
    const id =
      gateway.sql.raw
        .prepare<[], string>(
          `SELECT c.id FROM conversations c JOIN demo_conversations d ON d.conversation_id = c.id WHERE d.turn = 0 AND c.status = 'open' LIMIT 1`,
        )
        .pluck()
        .get() ?? '';
    expect(id).not.toBe('');
    const agent = PERSONAS[0];
    if (!agent) throw new Error('no agent');
    const said = (): number =>
      number(
        gateway,
        `SELECT count(*) FROM messages WHERE conversation_id = '${id}' AND author LIKE '%"customer"%'`,
      );
    const write = (n: string): void => {
      runNow(gateway.executor, principalOf(agent), now(), (context) => {
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

describe('colleagues who are about to write', () => {
  it('look at a conversation, begin a text and type before they write', async () => {
    const gateway = await open();
    const signals: SignalMessage[] = [];
    const demo = start(
      { ...gateway, signal: (signal) => signals.push(signal) },
      {
        historyDays: 1,
        now: () => Date.now(),
      },
    );
    await demo.ready;
    const due = (inMs: number): void =>
      void gateway.sql.raw
        .prepare(`UPDATE demo_desk SET step = 'reply', due_at = ? WHERE step <> 'done'`)
        .run(Date.now() + inMs);
    const looks = (hasDraft: boolean) =>
      signals.some((signal) => signal.type === 'viewing' && signal.hasDraft === hasDraft);
    due(35_000);
    await until('a colleague looks', () => looks(false));
    expect(looks(true)).toBe(false);
    due(7_500);
    await until('a colleague has begun a text', () => looks(true));
    await until('a colleague types', () =>
      signals.some(
        (signal) => signal.type === 'typing' && signal.who === 'user' && signal.userId?.startsWith('demo-'),
      ),
    );
  }, 60_000);
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
