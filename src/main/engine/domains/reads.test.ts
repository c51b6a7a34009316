import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALL_OPEN } from '#shared/bridge/alerts.ts';
import { CHAT_FOLDERS, type CHAT_ORDERS, type InboxFilter } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { PRIORITIES, priorityRank } from '#shared/domain/chat.ts';
import { bucketEdges, windowPeriod } from '#shared/domain/time.ts';
import { ALL_STOCK, allPages, askCache } from '../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../tests/support/cache-per-file.ts';
import { makeBatches } from '../../../../tests/support/make/event.ts';
import { SampleShop } from '../../../../tests/support/make/sample/shop.ts';
import { meta, readerOf } from '../store/reader.ts';
import { answerRead } from '../threads/cache.ts';
import { answer } from '../threads/serve.ts';
import { saveDraft } from './chat/drafts.ts';

const cache = cachePerFile('reads');
let now: number;

/** Asks the cache, and checks the answer against the contract. */
const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
  askCache(cache.writer, name, input, now);

beforeAll(() => {
  const events = new SampleShop(21, { stepMs: 60_000 }).take(3_000);
  for (const batch of makeBatches(events, 200)) cache.writer.apply(batch);
  now = (events.at(-1)?.at ?? 0) + 1_000;
  cache.writer.confirm(now);
});

describe('cursors', () => {
  it('are refused with the field if they are forged', () => {
    const lists = [
      ['inventory.list', { ...ALL_STOCK }],
      ['chat.list', { limit: 5, filter: 'all', search: '', sort: 'newest' }],
      ['orders.list', { limit: 5, customerId: null, itemId: null }],
      ['live.activity', { limit: 5, channels: null, who: null }],
      ['alerts.list', { limit: 5, filter: ALL_OPEN }],
    ] as const;
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.constantFrom(...lists), (after, [name, input]) => {
        const result = answer(cache.writer.db, name, { ...input, after }, now);
        if (!result.ok) expect(result.error).toMatchObject({ code: 'invalid', field: 'after' });
      }),
    );
    const forged = Buffer.from('[{"a":1}]').toString('base64url');
    expect(
      answer(
        cache.writer.db,
        'orders.list',
        { limit: 5, customerId: null, itemId: null, after: forged },
        now,
      ),
    ).toMatchObject({ ok: false, error: { field: 'after' } });
  });
});

describe('chat', () => {
  it('returns the same conversations for every filter in both orders', () => {
    for (const filter of CHAT_FOLDERS) {
      const newest = allPages((after) =>
        ask('chat.list', { after, limit: 4, filter, search: '', sort: 'newest' }),
      );
      const waiting = allPages((after) =>
        ask('chat.list', { after, limit: 9, filter, search: '', sort: 'waiting' }),
      );
      const key = (rows: typeof newest): string[] => rows.map((row) => row.id).sort();
      expect(key(waiting)).toEqual(key(newest));
      expect(newest.map((row) => row.lastMessageAt)).toEqual(
        newest.map((row) => row.lastMessageAt).sort((a, b) => b - a),
      );
      const waits = waiting.flatMap((row) => (row.waitingSince === null ? [] : [row.waitingSince]));
      if (filter !== 'resolved')
        expect(waiting.slice(0, waits.length).map((row) => row.waitingSince)).toEqual(
          waits.sort((a, b) => a - b),
        );
    }
    const counts = ask('chat.counts', {});
    const size = (filter: InboxFilter): number =>
      allPages((after) => ask('chat.list', { after, limit: 50, ...filter, search: '', sort: 'newest' }))
        .length;
    for (const folder of ['open', 'mine', 'unassigned'] as const)
      expect({ folder, count: counts[folder] }).toEqual({ folder, count: size({ filter: folder }) });
    expect(counts.waiting).toBe(size({ filter: 'all', waiting: true }));
    expect(counts.snoozed).toBe(size({ filter: 'all', status: 'snoozed' }));
    expect(counts.snoozed).toBeGreaterThan(0);
    const all = allPages((after) =>
      ask('chat.list', { after, limit: 50, filter: 'all', search: '', sort: 'newest' }),
    );
    expect(counts.unread).toBe(all.filter((row) => row.unread > 0 && row.status !== 'resolved').length);
  });

  it('finds by priority and by label what a scan finds, in any order, on pages of any size', () => {
    const all = allPages((after) =>
      ask('chat.list', { after, limit: 50, filter: 'all', search: '', sort: 'newest' }),
    );
    const found = (more: object, sort: (typeof CHAT_ORDERS)[number], limit: number): string[] =>
      allPages((after) => ask('chat.list', { after, limit, filter: 'all', search: '', sort, ...more })).map(
        ({ id }) => id,
      );
    for (const priority of PRIORITIES) {
      const expected = all.filter((row) => row.priority === priority).map(({ id }) => id);
      expect(found({ priority }, 'newest', 3)).toEqual(expected);
      expect(found({ priority }, 'waiting', 7).sort()).toEqual([...expected].sort());
    }
    const byPriority = [...all].sort(
      (a, b) => priorityRank(a.priority) - priorityRank(b.priority) || b.lastMessageAt - a.lastMessageAt,
    );
    expect(found({}, 'priority', 4)).toEqual(byPriority.map(({ id }) => id));
    const { labels } = ask('chat.labels', {});
    expect(labels.length).toBeGreaterThan(0);
    for (const { label, count } of labels) {
      const expected = all.filter((row) => row.labels.includes(label)).map(({ id }) => id);
      expect(expected).toHaveLength(count);
      expect(found({ label }, 'newest', 2)).toEqual(expected);
    }
    const opened = allPages((after) =>
      ask('chat.list', { after, limit: 5, filter: 'open', search: '', sort: 'created' }),
    ).map(({ createdAt }) => createdAt);
    expect(opened).toEqual([...opened].sort((a, b) => b - a));
  });

  it('counts unread messages', () => {
    for (const row of ask('chat.list', { after: null, limit: 50, filter: 'all', search: '', sort: 'newest' })
      .rows) {
      const position = Number(
        cache.writer.db
          .prepare(
            `SELECT max(up_to_seq) FROM read_positions WHERE conversation_id = ? AND user_id = 'agent-1'`,
          )
          .pluck()
          .get(row.id) ?? 0,
      );
      const messages = allPages((after) =>
        ask('chat.messages', { after, limit: 20, conversationId: row.id }),
      );
      expect(row.unread).toBe(
        messages.filter((m) => m.author.kind === 'customer' && m.seq > position).length,
      );
      expect(
        messages.every((m) => (m.receipt === null) === (m.author.kind !== 'user' || m.kind !== 'text')),
      ).toBe(true);
    }
  });

  it('marks the conversations in which the user has begun a message', () => {
    const page = { after: null, limit: 3, filter: 'all', search: '', sort: 'newest' } as const;
    const drafts = () => ask('chat.list', page).rows.map(({ hasDraft }) => hasDraft);
    const id = ask('chat.list', page).rows[1]?.id ?? '';
    expect(saveDraft(cache.outbox, id, 'H', 1)).toBe(true);
    expect(saveDraft(cache.outbox, id, 'Hello', 2)).toBe(false);
    expect(drafts()).toEqual([false, true, false]);
    expect(ask('chat.conversation', { conversationId: id }).conversation.hasDraft).toBe(true);
    expect(saveDraft(cache.outbox, id, '', 3)).toBe(true);
    expect(saveDraft(cache.outbox, id, '', 4)).toBe(false);
    expect(drafts()).toEqual([false, false, false]);
  });

  it('puts unsent messages first, only on the first page, and shows other effects on the conversation', () => {
    const [row] = ask('chat.list', {
      after: null,
      limit: 1,
      filter: 'open',
      search: '',
      sort: 'newest',
    }).rows;
    if (!row) throw new Error('a conversation');
    const insert = cache.outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect, error) VALUES (?, ?, 'agent-1', ?, ?, '{}', ?, 0, ?, ?)`,
    );
    const message = {
      kind: 'message',
      conversationId: row.id,
      messageId: 'm1',
      messageKind: 'text',
      body: 'on its way',
      author: { kind: 'user', id: 'agent-1', name: 'Ada' },
      at: now,
    };
    insert.run('m', 1, 'chat.send_message', `chat:${row.id}`, 'queued', JSON.stringify(message), null);
    insert.run(
      'f',
      2,
      'chat.send_message',
      `chat:${row.id}`,
      'refused',
      JSON.stringify({ ...message, messageId: 'm2' }),
      '{"code":"forbidden","message":"no"}',
    );
    insert.run(
      's',
      3,
      'chat.set_status',
      `chat:${row.id}`,
      'sending',
      JSON.stringify({ kind: 'conversation_status', conversationId: row.id, status: 'resolved' }),
      null,
    );
    const first = ask('chat.messages', { after: null, limit: 1, conversationId: row.id });
    expect(first.rows.slice(0, 2)).toMatchObject([
      { id: 'm2', receipt: 'failed', error: 'no', seq: 0, commandId: 'f' },
      { id: 'm1', receipt: 'queued', commandId: 'm', error: null },
    ]);
    if (first.next)
      expect(
        ask('chat.messages', { after: first.next, limit: 5, conversationId: row.id }).rows.every(
          (m) => m.seq > 0,
        ),
      ).toBe(true);
    expect(ask('chat.conversation', { conversationId: row.id }).conversation).toMatchObject({
      status: 'resolved',
      pending: 1,
    });
    cache.outbox.prepare('DELETE FROM outbox').run();
  });
});

describe('live', () => {
  it('sums figures to the minute, like a query over the rows', () => {
    for (const window of ['1h', '24h', '7d', '30d'] as const) {
      const figures = answerRead(cache.writer.db, 'live.figures', { window }, now);
      const sum = (kind: string, from: number, to: number): number =>
        Number(
          cache.writer.db
            .prepare(
              `SELECT coalesce(sum(amount), 0) FROM payments WHERE kind = ? AND status = 'succeeded' AND currency = 'USD' AND at >= ? AND at < ?`,
            )
            .pluck()
            .get(kind, from, to),
        );
      const net = (from: number, to: number): number => sum('payment', from, to) - sum('refund', from, to);
      const length = Math.ceil((now + 1 - figures.from) / 60_000) * 60_000;
      expect(figures.revenue).toMatchObject({
        value: net(figures.from, now + 1),
        previous: net(figures.from - length, figures.from),
      });
      expect(figures.refunds.value).toBe(sum('refund', figures.from, now + 1));
      expect(figures.revenue.spark.length).toBeLessThanOrEqual(60);
      expect(figures.openAlerts.spark.at(-1)).toBe(figures.openAlerts.value);
      expect(figures.asOf.at).toBe(now);
      expect(ask('live.chart', { window }).points.length).toBeLessThanOrEqual(169);
    }
    const alerts = cache.writer.db.prepare(`SELECT count(*) FROM alerts WHERE open = 1`).pluck().get();
    expect(ask('alerts.counts', {}).open).toBe(alerts);
    expect(answerRead(cache.writer.db, 'live.figures', { window: '24h' }, now).openAlerts.value).toBe(alerts);
  });

  it('counts open alerts back through the window, however many there were', () => {
    cache.writer.db.exec('SAVEPOINT many');
    try {
      cache.writer.db
        .prepare(
          `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45000)
           INSERT INTO alerts (id, rule_id, kind, severity, subject, message, state, raised_at, cause_seq, resolved_at, open, rank)
           SELECT 'many-' || i, 'r', 'low_stock', 'warning', '{}', '', 'resolved', ? - i * 50000, 0, ? - i * 40000, 0, 1 FROM n`,
        )
        .run(now, now);
      const timeZone = meta(readerOf(cache.writer.db), 'time_zone') ?? 'UTC';
      const open = Number(
        cache.writer.db.prepare('SELECT count(*) FROM alerts WHERE open = 1').pluck().get(),
      );
      const times = (column: string): number[] =>
        cache.writer.db
          .prepare<[], number>(`SELECT ${column} FROM alerts WHERE ${column} IS NOT NULL`)
          .pluck()
          .all();
      const [raised, ended] = [times('raised_at'), times('resolved_at')];
      const at = (instant: number): number =>
        Math.max(
          0,
          open - raised.filter((t) => t >= instant).length + ended.filter((t) => t >= instant).length,
        );
      for (const window of ['1h', '24h', '7d', '30d'] as const) {
        const { openAlerts, from } = answerRead(cache.writer.db, 'live.figures', { window }, now);
        expect(openAlerts.previous).toBe(at(from));
        const { to, grain } = windowPeriod(window, now);
        const starts = bucketEdges(from, to, grain, timeZone).slice(0, -1);
        const step = Math.ceil(starts.length / 60);
        const instants = starts.filter((_, i) => i % step === 0).slice(1);
        expect(openAlerts.spark).toEqual([...instants.map(at), open]);
      }
    } finally {
      cache.writer.db.exec('ROLLBACK TO many; RELEASE many');
    }
  });

  it('lists every event once, newest first: without bookkeeping, and all of some channels', () => {
    const seqs = (where: string): number[] =>
      cache.writer.db
        .prepare<[], { seq: number }>(`SELECT seq FROM events WHERE ${where} ORDER BY seq DESC`)
        .all()
        .map(({ seq }) => seq);
    type Input = MethodInput<'live.activity'>;
    const listed = (limit: number, channels: Input['channels'], who: Input['who'] = null): number[] =>
      allPages((after) => ask('live.activity', { after, limit, channels, who })).map(({ seq }) => seq);
    const bookkeeping = "type IN ('chat.message_delivered', 'chat.message_read', 'chat.clocks_changed')";
    expect(listed(200, null)).toEqual(seqs(`NOT ${bookkeeping}`));
    expect(listed(30, ['orders', 'chat'])).toEqual(seqs("channel IN ('orders', 'chat')"));
    expect(seqs(bookkeeping).length).toBeGreaterThan(10);
    expect(seqs('1').length).toBe(3_000);
    // Those of some actors, over more events than a page looks at.
    const by = (kind: string): string => `coalesce(actor ->> 'kind', 'system') = '${kind}'`;
    expect(listed(50, null, 'people')).toEqual(seqs(`${by('user')} AND NOT ${bookkeeping}`));
    expect(listed(50, ['chat', 'orders'], 'customers')).toEqual(
      seqs(`${by('customer')} AND channel IN ('orders', 'chat')`),
    );
    expect(listed(200, null, 'software')).toEqual(seqs(`${by('system')} AND NOT ${bookkeeping}`));
    expect(seqs(by('customer')).length).toBeGreaterThan(10);
  });
});

describe('other reads', () => {
  it('searches the cache', () => {
    const { rows } = ask('search.query', { text: 'oak cha', kinds: null, limit: 40 });
    expect(new Set(rows.map((row) => row.kind)).size).toBeGreaterThan(2);
    expect(ask('search.query', { text: 'zzzz', kinds: null, limit: 5 }).rows).toEqual([]);
  });

  it('answer for single records', () => {
    const [row] = ask('inventory.list', ALL_STOCK).rows;
    const itemId = row?.itemId ?? '';
    const ledger = allPages((after) =>
      ask('inventory.ledger', { after, limit: 3, itemId, locationId: null }),
    );
    expect(ledger.map((m) => [m.seq, m.n])).toEqual(
      [...ledger].sort((a, b) => b.seq - a.seq || b.n - a.n).map((m) => [m.seq, m.n]),
    );
    const levels = ask('inventory.item', { itemId }).levels;
    for (const level of levels)
      expect(ledger.find((m) => m.locationId === level.locationId)?.onHandAfter).toBe(level.onHand);
    ask('inventory.facets', {});
    ask('chat.team', {});
    const open = allPages((after) => ask('alerts.list', { after, limit: 3, filter: ALL_OPEN }));
    expect(open.length).toBe(ask('alerts.counts', {}).open);
    allPages((after) => ask('alerts.list', { after, limit: 3, filter: { ...ALL_OPEN, status: 'resolved' } }));
    const [alert] = open;
    expect(ask('alerts.detail', { alertId: alert?.id ?? '' }).alert).toEqual(alert ?? null);
    ask('alerts.rules', {});
    const [order] = ask('orders.list', { after: null, limit: 1, customerId: null, itemId: null }).rows;
    ask('orders.order', { orderId: order?.id ?? '' });
    saveDraft(cache.outbox, 'c', 'hello', 1);
    expect(ask('chat.draft', { conversationId: 'c' }).body).toBe('hello');
  });

  it('explain invalid requests', () => {
    expect(answer(cache.writer.db, 'drop.table', {}, now)).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(answer(cache.writer.db, 'toString', {}, now)).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(answer(cache.writer.db, 'orders.order', { orderId: 7 }, now)).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'orderId' },
    });
    expect(ask('orders.order', { orderId: 'none' }).order).toBeNull();
  });
});
