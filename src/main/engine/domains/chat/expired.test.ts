import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '#shared/domain/time.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import {
  makeConversation,
  makeMessage,
  makeProgress,
} from '../../../../../tests/support/make/conversation.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { createSql } from '../../store/sql.ts';
import { emptyWal, giveBackPages, listWipes } from '../../store/wipes.ts';

const cache = cachePerFile('expired');
const NOW = 100 * DAY_MS;
const AGENT = { kind: 'user', id: 'eva', name: 'Eva' } as const;
const SECRET = 'xylophonequokka';

const apply = (...events: ReturnType<typeof makeEvent>[]): void => {
  for (const batch of makeBatches(events, 10)) cache.writer.apply(batch);
};
const said = (conversationId: string, body: string, at: number) =>
  makeEvent('chat.message_sent', {
    message: makeMessage({ conversationId, body, at }),
    progress: makeProgress({ lastMessageAt: at, lastMessagePreview: body }),
  });
const noted = (conversationId: string, body: string, at: number, preview: string) =>
  makeEvent('chat.note_added', {
    message: makeMessage({ id: body, conversationId, body, at, kind: 'note', author: AGENT }),
    progress: makeProgress({ lastMessageAt: at, lastMessagePreview: preview }),
  });
const bodies = (conversationId: string): string[] =>
  askCache(cache.writer, 'chat.messages', { conversationId, after: null, limit: 50 }, NOW).rows.map(
    ({ body }) => body,
  );
const preview = (conversationId: string): string =>
  askCache(cache.writer, 'chat.conversation', { conversationId }, NOW).conversation.lastMessagePreview;
const unread = (): number => askCache(cache.writer, 'chat.counts', {}, NOW).unread;
const found = (text: string): number =>
  askCache(cache.writer, 'search.query', { text, kinds: ['message'], limit: 10 }, NOW).rows.length;
const inFile = (): boolean => {
  const { db } = cache.writer;
  while (giveBackPages(db));
  expect(emptyWal(db)).toBe(true);
  return readFileSync(db.name).toString('latin1').toLowerCase().includes(SECRET);
};

beforeAll(() => {
  for (const id of ['old', 'mixed', 'new'])
    apply(makeEvent('chat.conversation_opened', { conversation: makeConversation({ id }) }));
  apply(
    said('old', `the ${SECRET} of old`, NOW - 40 * DAY_MS),
    said('mixed', `another ${SECRET}`, NOW - 35 * DAY_MS),
    noted('mixed', 'a note', NOW - DAY_MS, `another ${SECRET}`),
    said('new', 'fresh words', NOW - DAY_MS),
  );
});

describe('messages past their retention', () => {
  it('stay while the gateway names none', () => {
    expect(cache.writer.expire(NOW)).toBeNull();
    expect(bodies('old')).toHaveLength(1);
    expect(unread()).toBe(3);
  });

  it('go by the clock of the console, with their words, last lines and counts', () => {
    const { timeZone, currency, stockLimits } = {
      timeZone: 'UTC',
      currency: 'EUR',
      stockLimits: { lowAt: 10, outAt: 0 },
    };
    cache.writer.setWorkspace({ timeZone, currency, stockLimits, messageRetentionDays: 30 });
    while (cache.writer.expire(NOW) !== null);
    expect([bodies('old'), bodies('mixed'), bodies('new')]).toEqual([[], ['a note'], ['fresh words']]);
    expect([preview('old'), preview('mixed'), preview('new')]).toEqual(['', '', 'fresh words']);
    expect([found(SECRET), found('fresh'), unread()]).toEqual([0, 1, 1]);
    expect(listWipes(createSql(cache.writer.db)).length).toBeGreaterThan(0);
  });

  it('leave the file once the gateway has named the notes that repeat them', () => {
    const note = cache.writer.db
      .prepare<[], { seq: number }>("SELECT seq FROM messages WHERE body = 'a note'")
      .get();
    apply(
      makeEvent('chat.messages_expired', {
        upTo: { at: NOW - 31 * DAY_MS, seq: 1 },
        cleared: ['mixed', 'unknown'],
        withFiles: [],
        quoting: [note?.seq ?? 0],
      }),
    );
    expect(inFile()).toBe(false);
  });

  it('are fetched again where a wrong clock has deleted too much, once', () => {
    expect(cache.writer.expiredTooMuch(NOW)).toBe(false);
    expect(cache.writer.expiredTooMuch(NOW - 20 * DAY_MS)).toBe(true);
    expect(cache.writer.expiredTooMuch(NOW - 20 * DAY_MS)).toBe(false);
  });
});
