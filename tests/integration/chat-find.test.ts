import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_FOUND } from '#shared/bridge/chat.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { BY_CONVERSATION, BY_INDEX } from '../../src/main/engine/domains/chat/find.ts';
import { foldWords, matchesTerms, searchTerms } from '../../src/main/engine/store/text.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { askCache, openTestCache } from '../support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeConversation, makeMessage, makeProgress } from '../support/make/conversation.ts';
import { makeBatches, makeEvent } from '../support/make/event.ts';

/** More than a search looks through without asking the index. */
const OWN = 3_300;
/** More messages of other conversations with a word than the search filters one by one. */
const OTHERS = 6_700;

let folder: TemporaryFolder;
let writer: StoreWriter;
/** The messages of the conversation `mine`, oldest first. */
let mine: {
  readonly id: string;
  readonly seq: number;
  readonly body: string;
  readonly attachments: string;
}[] = [];

const bodyOf = (n: number): string =>
  `${n % 7 === 0 ? 'common ' : ''}${n % 50 === 0 ? 'Schrank' : 'table'} ${n}${n % 97 === 0 ? ' 東京都庁' : ''}`;

const fileOf = (n: number) => ({
  ...{ id: `f${n}`, name: `Tür_plan-${n} 京都府.pdf`, mime: 'application/pdf' as const, bytes: 9 },
  ...{ width: null, height: null },
});
/** What a message is searched by. */
const textOf = ({ body, attachments }: { body: string; attachments: string }): string =>
  [body, ...JSON.parse(attachments).map(({ name }: { name: string }) => name)].join('\n');

beforeAll(() => {
  folder = temporaryFolder('find');
  writer = openTestCache(join(folder.path, 'cache.db')).writer;
  const opened = ['mine', 'other'].map((id) =>
    makeEvent('chat.conversation_opened', { conversation: makeConversation({ id }) }),
  );
  const sent = Array.from({ length: OWN + OTHERS }, (_, n) => {
    // The two are mixed, so that neither is a range of the log.
    const own = n % 3 === 0 && n / 3 < OWN;
    const at = own ? n / 3 : n;
    const message = makeMessage({
      id: `m${n}`,
      conversationId: own ? 'mine' : 'other',
      body: own ? bodyOf(at) : 'common talk',
      attachments: own && at % 61 === 0 ? [fileOf(at)] : [],
      at: n,
    });
    return makeEvent('chat.message_sent', { message, progress: makeProgress() });
  });
  for (const batch of makeBatches([...opened, ...sent], 200)) expect(writer.apply(batch).refused).toBe(0);
  mine = writer.db
    .prepare<[], (typeof mine)[number]>(
      "SELECT m.id, m.seq, m.body, m.attachments FROM messages m JOIN conversations c ON c.k = m.conversation_k WHERE c.id = 'mine' ORDER BY m.seq",
    )
    .all();
}, 60_000);
afterAll(() => {
  writer.close();
  folder.remove();
});

const find = (text: string, more: Partial<MethodInput<'chat.find'>> = {}): MethodOutput<'chat.find'> =>
  askCache(writer, 'chat.find', { conversationId: 'mine', text, after: null, limit: 100, ...more }, 1);

describe('a search of one conversation', () => {
  it.each([
    'schrank',
    'common',
    'tab',
    'common table',
    '東京',
    '京都庁',
    'tur',
    'plan 61',
    'table plan',
    '都府',
    '7',
    'nothing',
    '',
  ])('finds what a look at each message finds, newest first: %s', (text) => {
    const terms = searchTerms(text);
    const wanted = mine
      .filter((message) => terms.length > 0 && matchesTerms(foldWords(textOf(message)), terms))
      .toReversed();
    const found: MethodOutput<'chat.find'>['hits'] = [];
    let after: number | null = null;
    let total: number | null = null;
    do {
      const page: MethodOutput<'chat.find'> = find(text, { after, limit: 60 });
      total ??= page.total;
      found.push(...page.hits);
      after = page.next;
    } while (after !== null);
    expect(found.map(({ seq }) => seq)).toEqual(wanted.map(({ seq }) => seq));
    expect(total).toBe(Math.min(MAX_FOUND, wanted.length));
    for (const { marks, files } of found) expect(marks.length + files.length).toBeGreaterThan(0);
  });

  it('marks what it found in the names of files', () => {
    const [hit] = find('plan 61 ').hits.filter(({ files }) => files[0]?.id === 'f61');
    const { name } = fileOf(61);
    expect(hit).toMatchObject({ marks: [[6, 8]], files: [{ id: 'f61' }] });
    expect(hit?.files[0]?.marks.map(([from, to]) => name.slice(from, to))).toEqual(['plan', '61']);
  });

  it('reads by the indexes only', () => {
    const plan = (sql: string, ...values: unknown[]): string =>
      writer.db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map(({ detail }) => detail)
        .join('; ');
    const byIndex = plan(BY_INDEX, 'x', 1, 2, 1, 1);
    expect(byIndex).toMatch(/VIRTUAL TABLE INDEX .*SEARCH m USING INTEGER PRIMARY KEY/);
    const byConversation = plan(BY_CONVERSATION, 1, 2, '%x%', '*', 1);
    expect(byConversation).toMatch(
      /^SEARCH messages USING INDEX messages_by_conversation \(conversation_k=\? AND seq<\?\)$/,
    );
    for (const one of [byIndex, byConversation]) expect(one).not.toMatch(/SCAN messages|TEMP B-TREE/);
  });

  it('says that nothing is missing where the cache has all', () => {
    expect(find('schrank').missingBefore).toBeNull();
  });
});

describe('the window around a message', () => {
  const around = (at: MethodInput<'chat.around'>['at'], limit = 20): MethodOutput<'chat.around'> =>
    askCache(writer, 'chat.around', { conversationId: 'mine', limit, at }, 1);

  it('has as many before as after, and goes on to both ends without a gap', () => {
    const middle = mine[200]?.seq ?? 0;
    const first = around({ seq: middle, towards: 'both' });
    expect(first.rows.map(({ seq }) => seq)).toEqual(
      mine
        .slice(190, 210)
        .map(({ seq }) => seq)
        .toReversed(),
    );
    const seen = [...first.rows];
    for (let older = first.older; older !== null; ) {
      const page = around({ seq: older, towards: 'older' });
      seen.push(...page.rows);
      older = page.older;
    }
    for (let newer = first.newer; newer !== null; ) {
      const page = around({ seq: newer, towards: 'newer' });
      seen.unshift(...page.rows);
      newer = page.newer;
    }
    expect(seen.map(({ seq }) => seq)).toEqual(mine.map(({ seq }) => seq).toReversed());
  });

  it('ends where the conversation does', () => {
    const [oldest, newest] = [mine[0]?.seq ?? 0, mine.at(-1)?.seq ?? 0];
    expect(around({ seq: oldest, towards: 'both' })).toMatchObject({ older: null });
    expect(around({ seq: newest, towards: 'both' })).toMatchObject({ newer: null });
    expect(around({ seq: newest, towards: 'newer' })).toMatchObject({
      rows: [],
      older: newest + 1,
      newer: null,
    });
  });
});
