import { beforeAll, expect, it } from 'vitest';
import { allPages, askCache } from '../support/cache.ts';
import { cachePerFile } from '../support/cache-per-file.ts';
import { fillInbox, INBOX_LABELS } from '../support/large-inbox.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const cache = cachePerFile('large-inbox');
const LIST = { after: null, limit: 200, filter: 'all', search: '', sort: 'newest' } as const;

beforeAll(() => fillInbox(cache.writer.db, { conversations: 2_000, messages: 12_000, now: NOW }));

it('is an inbox as the engine reads it', () => {
  const all = allPages((after) => askCache(cache.writer, 'chat.list', { ...LIST, after }, NOW));
  expect(all).toHaveLength(2_000);
  const open = all.filter(({ status }) => status === 'open' || status === 'pending');
  const counts = askCache(cache.writer, 'chat.counts', {}, NOW);
  expect(counts.open).toBe(open.length);
  expect(counts.mine).toBe(
    all.filter(({ assigneeId, status }) => assigneeId === 'agent-1' && status !== 'resolved').length,
  );
  expect(counts.unread).toBe(all.filter(({ unread, status }) => unread > 0 && status !== 'resolved').length);
  expect(open.length).toBeGreaterThan(100);
  expect(
    askCache(cache.writer, 'chat.labels', {}, NOW)
      .labels.map(({ label }) => label)
      .slice(0, 3),
  ).toEqual(INBOX_LABELS.slice(0, 3));
});

it('has messages that are listed and found', () => {
  const { n } = cache.writer.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM messages').get() ?? {
    n: 0,
  };
  expect(n).toBe(12_000);
  const found = askCache(cache.writer, 'chat.list', { ...LIST, search: 'screws' }, NOW);
  expect(found.rows.length).toBeGreaterThan(20);
  const [first] = found.rows;
  const messages = askCache(
    cache.writer,
    'chat.messages',
    { conversationId: first?.id ?? '', after: null, limit: 50 },
    NOW,
  );
  expect(messages.rows[0]?.body).toContain(first?.lastMessagePreview.slice(0, 20));
});
