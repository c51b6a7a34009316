import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import type { Conversation } from '#shared/domain/chat.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { migrate } from '../../src/main/engine/store/migrate.ts';
import { foldWords, matchesTerms, searchTerms, snippet } from '../../src/main/engine/store/text.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { answerRead, CACHE_MIGRATIONS, openCache } from '../../src/main/engine/threads/cache.ts';
import { answer } from '../../src/main/engine/threads/serve.ts';
import { allPages, askCache, openTestCache } from '../support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeConversation, makeMessage, makeProgress } from '../support/make/conversation.ts';
import { makeBatches, makeEvent } from '../support/make/event.ts';
import { makeItem, makeLocation, makeMovement } from '../support/make/item.ts';
import { makeCustomer, makeOrder, makeOrderLine } from '../support/make/order.ts';
import { textArbitrary } from '../support/texts.ts';

const CONVERSATIONS = 60;
const MESSAGES = 600;
/** More messages than the list of conversations looks up at once. */
const COMMON = 5_100;
const FILTERS = ['open', 'mine', 'unassigned', 'resolved', 'all'] as const;

let folder: TemporaryFolder;
let file: string;
let writer: StoreWriter;
const conversations = new Map<string, { row: Conversation; texts: string[] }>();
const messages: { id: string; body: string; conversationId: string }[] = [];
let names: readonly string[] = [];
let items: readonly string[] = [];

function open(): StoreWriter {
  return openTestCache(file, { userId: 'me' }).writer;
}

const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
  askCache(writer, name, input, 1);

/** The files of a message: each 13th has two, one of them with a name of several scripts. */
const filesOf = (n: number) =>
  n % 13 === 0
    ? [`Rechnung_${n}.pdf`, `écran 京都庁 refund-${n}.png`].map((name, k) => ({
        ...{ id: `f${n}-${k}`, name, mime: 'image/png' as const, bytes: 1 },
        ...{ width: null, height: null },
      }))
    : [];

/** Texts that are the same in each run. */
const sample = (count: number, seed: number, maxWords?: number): string[] =>
  fc.sample(textArbitrary(maxWords), { numRuns: count, seed });

function events() {
  const bodies = sample(MESSAGES, 1);
  names = sample(CONVERSATIONS, 2, 3);
  items = sample(80, 3, 3);
  const made: AnyEvent[] = [];
  for (let n = 0; n < CONVERSATIONS; n += 1) {
    const row = makeConversation({
      id: `c${n}`,
      customer: makeCustomer({ id: `u${n}`, name: `${names[n]} ` }),
      subject: n % 3 === 0 ? (names[(n * 7) % CONVERSATIONS] ?? '') : null,
      status: n % 4 === 0 ? 'resolved' : n % 5 === 0 ? 'snoozed' : 'open',
      assigneeId: n % 11 === 0 ? 'me' : n % 3 === 0 ? 'other' : null,
      assigneeName: n % 11 === 0 ? 'Me' : n % 3 === 0 ? 'Other' : null,
      createdAt: n,
    });
    conversations.set(row.id, {
      row,
      texts: [`${row.customer.name} ${row.customer.email ?? ''} ${row.subject ?? ''}`],
    });
    made.push(makeEvent('chat.conversation_opened', { conversation: row }));
  }
  for (let n = 0; n < MESSAGES + COMMON; n += 1) {
    // The common word is everywhere but in the conversations of this user.
    const common = n >= MESSAGES;
    const k = common ? 1 + (n % 9) : n % CONVERSATIONS;
    const body = common ? `commonplace ${n}` : (bodies[n] ?? '');
    const found = conversations.get(`c${k}`);
    if (!found) throw new Error('no conversation');
    const attachments = filesOf(n);
    // What a message is searched by: its text and the names of its files.
    const text = [body, ...attachments.map(({ name }) => name)].join('\u0000');
    messages.push({ id: `m${n}`, body: text, conversationId: `c${k}` });
    found.texts.push(text);
    const { status, snoozedUntil } = found.row;
    made.push(
      makeEvent('chat.message_sent', {
        message: makeMessage({ id: `m${n}`, conversationId: `c${k}`, body, attachments, at: 1_000 + n }),
        progress: makeProgress({ status, snoozedUntil, lastMessageAt: 1_000 + n }),
      }),
    );
  }
  made.push(
    makeEvent('inventory.location_created', {
      location: makeLocation({ id: 'l', name: 'L', kind: 'store' }),
    }),
  );
  items.forEach((name, n) => {
    const item = makeItem({ id: `i${n}`, sku: `S-${n}`, name: `${name} `, category: `c${n % 3}` });
    made.push(makeEvent('inventory.item_created', { item }));
    const movements = [
      makeMovement({ itemId: item.id, locationId: 'l', deltaOnHand: 1, onHandAfter: n % 4 }),
    ];
    made.push(makeEvent('inventory.stock_adjusted', { movements, reason: 'counted', reference: null }));
    const lines = [makeOrderLine({ itemId: item.id, sku: item.sku, name: item.name })];
    made.push(makeEvent('orders.created', { order: makeOrder({ id: `o${n}`, number: `N-${n}`, lines }) }));
  });
  return made;
}

beforeAll(() => {
  folder = temporaryFolder('search');
  file = join(folder.path, 'cache.db');
  writer = open();
  for (const batch of makeBatches(events(), 200)) expect(writer.apply(batch).refused).toBe(0);
});

afterAll(() => {
  writer.close();
  folder.remove();
});

const has = (text: string, query: string): boolean => matchesTerms(foldWords(text), searchTerms(query));

/** Words that people may type: those of the texts, halves of them, and two words of one text. */
const query = fc.oneof(
  fc.constantFrom(
    'commonplace',
    'common',
    'commonplace 60',
    'refund',
    'ref',
    'rechnung',
    'Rechnung_13',
    'ecran',
    'png',
    '京',
    '都庁',
    'ภาษา',
    'ガ',
  ),
  textArbitrary(2).map((text) => text.slice(0, 200)),
  fc.tuple(fc.nat(), fc.nat(), fc.boolean()).map(([n, w, half]) => {
    const words = (messages[n % MESSAGES]?.body ?? '').split(/\s+/u);
    const word = words[w % words.length] ?? '';
    return half ? word.slice(0, Math.ceil(word.length / 2)) : `${word} ${words[0] ?? ''}`.slice(0, 200);
  }),
);

describe('the search', () => {
  it('finds each message by each of its words', () => {
    const saying = new Map<string, string[]>();
    for (const { id, body } of messages.slice(0, MESSAGES))
      for (const text of new Set(body.split(/\s+/u)))
        if (foldWords(text) !== '' && text.trim() !== '') saying.set(text, [...(saying.get(text) ?? []), id]);
    for (const [text, ids] of saying) {
      const found = allPages((after) => ask('search.query', { text, kinds: ['message'], limit: 50, after }));
      expect(
        found.map((row) => row.id),
        JSON.stringify(text),
      ).toEqual(expect.arrayContaining(ids));
    }
  });

  it('finds exactly what a scan finds, whole words first and then the newest, on pages of any size', () => {
    fc.assert(
      fc.property(query, fc.integer({ min: 1, max: 50 }), (text, limit) => {
        fc.pre(text.trim() !== '' && !has('commonplace 1', text) && searchTerms(text).length > 0);
        const found = allPages((after) => ask('search.query', { text, kinds: ['message'], limit, after }));
        const terms = searchTerms(text);
        const scan = (exact: boolean): string[] =>
          messages
            .filter(({ body }) => matchesTerms(foldWords(body), terms, exact))
            .map(({ id }) => id)
            .reverse();
        const whole = scan(true);
        expect(found.map(({ id }) => id)).toEqual([
          ...whole,
          ...scan(false).filter((id) => !whole.includes(id)),
        ]);
      }),
    );
  });

  it('finds each record once on the pages of all kinds', () => {
    fc.assert(
      fc.property(query, fc.integer({ min: 5, max: 50 }), (text, limit) => {
        fc.pre(text.trim() !== '' && !has('commonplace 1', text) && searchTerms(text).length > 0);
        const found = allPages((after) => ask('search.query', { text, kinds: null, limit, after }));
        const wanted = [
          ...messages.filter(({ body }) => has(body, text)).map(({ id }) => `message ${id}`),
          ...[...conversations]
            .filter(([, { texts }]) => has(texts[0] ?? '', text))
            .map(([id]) => `conversation ${id}`),
          ...items.flatMap((name, n) => (has(`S-${n} ${name}`, text) ? [`item i${n}`] : [])),
        ];
        const ids = found.map(({ kind, id }) => `${kind} ${id}`);
        expect(ids.filter((id) => !id.startsWith('order ')).toSorted()).toEqual(wanted.toSorted());
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 50 },
    );
  });

  it('takes any position that a page may name, and refuses others', () => {
    const at = (after: string) =>
      answer(writer.db, 'search.query', { text: 'refund', kinds: ['message'], limit: 5, after }, 1);
    for (const key of [
      [-9e15, 5],
      [7, 7],
      [0.5 - 0.5, -1],
    ])
      expect(at(Buffer.from(JSON.stringify(key)).toString('base64url'))).toMatchObject({ ok: true });
    for (const key of ['x', Buffer.from('[1]').toString('base64url')])
      expect(at(key)).toMatchObject({ ok: false, error: { code: 'invalid', field: 'after' } });
  });
});

describe('the list of conversations', () => {
  const inFilter = ({ status, assigneeId }: Conversation, filter: (typeof FILTERS)[number]): boolean => {
    if (filter === 'all') return true;
    if (filter === 'resolved') return status === 'resolved';
    if (filter === 'mine') return status !== 'resolved' && assigneeId === 'me';
    if (filter === 'open') return status === 'open';
    return status === 'open' && assigneeId === null;
  };

  it('finds under every filter and sort what a scan finds', () => {
    fc.assert(
      fc.property(
        query,
        fc.constantFrom(...FILTERS),
        fc.constantFrom('newest' as const, 'waiting' as const),
        fc.integer({ min: 7, max: 60 }),
        (search, filter, sort, limit) => {
          const list = (text: string) =>
            allPages((after) => ask('chat.list', { search: text, filter, sort, limit, after })).map(
              ({ id }) => id,
            );
          const wanted = list('').filter((id) =>
            conversations.get(id)?.texts.some((text) => has(text, search)),
          );
          expect(list(search)).toEqual(searchTerms(search).length === 0 ? list('') : wanted);
          for (const id of wanted) {
            const row = conversations.get(id)?.row;
            expect(row && inFilter(row, filter)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows the newest message that was found, unless the customer or the subject was', () => {
    fc.assert(
      fc.property(query, (search) => {
        const terms = searchTerms(search);
        const page = { filter: 'all', sort: 'newest', limit: 60, after: null } as const;
        for (const { id, match } of ask('chat.list', { ...page, search }).rows) {
          const [own = '', ...said] = conversations.get(id)?.texts ?? [];
          const found = said.slice(-500).findLast((text) => has(text, search));
          const wanted = terms.length === 0 || has(own, search) || found === undefined;
          const [body = '', ...names] = (found ?? '').toWellFormed().split('\u0000');
          const inBody = terms.some((term) => matchesTerms(foldWords(body), [term]));
          expect(match).toBe(wanted ? null : snippet(inBody ? body : names.join(', '), terms));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds one message of the user’s own behind thousands of newer ones of others', () => {
    const [first] = [...conversations.values()].filter(({ row }) => inFilter(row, 'mine'));
    if (!first) throw new Error('no conversation');
    for (const text of ['commonplace', 'common'])
      expect(
        ask('chat.list', { search: text, filter: 'mine', sort: 'newest', limit: 5, after: null }).rows,
      ).toEqual([]);
    const [word] = first.texts.flatMap((text) => text.split(/\s+/u)).filter((text) => foldWords(text) !== '');
    const { rows } = ask('chat.list', {
      search: word ?? '',
      filter: 'mine',
      sort: 'newest',
      limit: 50,
      after: null,
    });
    expect(rows.map(({ id }) => id)).toContain(first.row.id);
  });
});

describe('the stock list', () => {
  it('finds under every filter what a scan finds', () => {
    fc.assert(
      fc.property(
        query,
        fc.constantFrom(null, 'c0', 'c1'),
        fc.constantFrom('any' as const, 'low' as const, 'out' as const),
        (search, category, status) => {
          const list = (text: string) =>
            allPages((after) =>
              ask('inventory.list', {
                search: text,
                category,
                status,
                archived: false,
                locationId: null,
                sort: 'name',
                direction: 'asc',
                limit: 20,
                after,
              }),
            );
          const all = list('');
          const wanted = all.filter(({ sku, name }) => has(`${sku} ${name}`, search));
          expect(list(search)).toEqual(searchTerms(search).length === 0 ? all : wanted);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the indexes of a cache from an earlier version', () => {
  const everything = (): unknown => [
    ...['refund', 'Мой', 'пришел', 'ガイド', '한국어', 'ภาษา', 'हिन्दी', '½', 'commonplace 700'].map(
      (text) => [
        ask('search.query', { text, kinds: null, limit: 50 }).rows,
        ask('chat.list', { search: text, filter: 'all', sort: 'newest', limit: 50, after: null }).rows.map(
          ({ id }) => id,
        ),
      ],
    ),
    writer.db.prepare('SELECT words FROM items UNION ALL SELECT words FROM conversations').pluck().all(),
  ];

  /** Builds until nothing is missing; returns the number of turns and the longest one, ms. */
  function build(between: (turn: number) => void = () => {}): { turns: number; longest: number } {
    let [turns, longest] = [0, 0];
    for (let more = true; more; turns += 1) {
      const began = performance.now();
      more = writer.buildText(1);
      longest = Math.max(longest, performance.now() - began);
      between(turns);
    }
    return { turns, longest };
  }

  it('are built in slices, newest first, while events arrive, and are then as if they had always been there', () => {
    const before = everything();
    const earlier = CACHE_MIGRATIONS.filter(({ version }) => version < 180).at(-1)?.version ?? 0;
    migrate(writer.db, CACHE_MIGRATIONS, earlier);
    // As the earlier version folded it.
    writer.db.exec(`UPDATE items SET words = 'old'; UPDATE conversations SET words = 'old'`);
    writer.close();
    writer = open();
    expect(ask('search.index', {})).toEqual({ complete: false });
    expect(writer.buildText(0)).toBe(true);
    const changed = new Map<string, string>();
    const { turns } = build((turn) => {
      if (turn > 0) return;
      const part = ask('search.query', { text: 'commonplace', kinds: ['message'], limit: 1 }).rows;
      expect(part.map(({ id }) => id)).toEqual([`m${MESSAGES + COMMON - 1}`]);
      // The name of an item changes there and back before its turn has come.
      for (const name of ['zebra ', `${items[0]} `]) {
        const item = makeItem({ id: 'i0', sku: 'S-0', name, category: 'c0' });
        const event = makeEvent('inventory.item_updated', { item });
        const after = { inventory: writer.cursors().inventory?.seq ?? 0 };
        expect(writer.apply({ batch: 1, mode: 'live', after, events: [event] }).applied).toBe(1);
        changed.set(item.id, name);
      }
    });
    expect(turns).toBeGreaterThan(5);
    expect(changed.size).toBe(1);
    expect(ask('search.index', {})).toEqual({ complete: true });
    expect(everything()).toEqual(before);
    for (const index of ['messages_fts', 'items_fts', 'orders_fts', 'conversations_fts'])
      writer.db.exec(`INSERT INTO ${index} (${index}) VALUES ('integrity-check')`);
  });

  it('go on where they were when the console ended or a slice failed', () => {
    const before = everything();
    const earlier = CACHE_MIGRATIONS.filter(({ version }) => version < 180).at(-1)?.version ?? 0;
    migrate(writer.db, CACHE_MIGRATIONS, earlier);
    writer.close();
    writer = open();
    writer.buildText(1);
    writer.db.exec(
      `CREATE TRIGGER broken BEFORE UPDATE ON text_builds BEGIN SELECT raise(ABORT, 'full'); END`,
    );
    expect(() => writer.buildText(1)).toThrow('full');
    writer.db.exec('DROP TRIGGER broken');
    writer.buildText(1);
    writer.close();
    writer = open();
    build();
    expect(everything()).toEqual(before);
  });

  it('are complete in a new cache, and stay so when a channel is deleted', () => {
    const other = openCache({ file: join(folder.path, 'new.db'), userId: 'me', now: () => 1 });
    if (!other.ok) throw new Error(other.error.message);
    const { writer: fresh } = other.value;
    expect(answerRead(fresh.db, 'search.index', {}, 1)).toEqual({ complete: true });
    expect(fresh.buildText(1)).toBe(false);
    fresh.forget('chat');
    fresh.close();
  });
});
