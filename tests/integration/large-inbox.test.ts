import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  CHAT_FOLDERS,
  CHAT_ORDERS,
  CLOCK_FILTERS,
  type ConversationRow,
  InboxFilter,
} from '#shared/bridge/chat.ts';
import { CONVERSATION_CHANNELS, CONVERSATION_STATUSES, PRIORITIES } from '#shared/domain/chat.ts';
import { dueClocks } from '#shared/domain/service-levels.ts';
import { allPages, askCache } from '../support/cache.ts';
import { cachePerFile } from '../support/cache-per-file.ts';
import { fillInbox, INBOX_LABELS, INBOX_TEAMS } from '../support/large-inbox.ts';

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

describe('a filter of the inbox', () => {
  const filter: fc.Arbitrary<InboxFilter> = fc
    .record(
      {
        filter: fc.constantFrom(...CHAT_FOLDERS),
        status: fc.constantFrom(...CONVERSATION_STATUSES),
        priority: fc.constantFrom(...PRIORITIES),
        label: fc.constantFrom(...INBOX_LABELS),
        channel: fc.constantFrom(...CONVERSATION_CHANNELS),
        team: fc.constantFrom(...INBOX_TEAMS),
        clock: fc.constantFrom(...CLOCK_FILTERS),
        waiting: fc.constant(true as const),
      },
      { requiredKeys: ['filter'] },
    )
    .map((made) => InboxFilter.parse(made));

  /** Whether a conversation belongs to a folder, told from what is shown of it. */
  function shows(wanted: InboxFilter, row: ConversationRow): boolean {
    const work = row.status === 'open' || row.status === 'pending';
    const has = {
      open: work,
      mine: row.status !== 'resolved',
      unassigned: work,
      participating: row.status !== 'resolved',
      resolved: row.status === 'resolved',
      all: true,
    };
    const whose = {
      open: true,
      mine: row.assigneeId === 'agent-1',
      unassigned: row.assigneeId === null,
      participating: row.participantIds.includes('agent-1'),
      resolved: true,
      all: true,
    };
    const due = dueClocks(row.clocks);
    const over = due.some(({ dueAt }) => dueAt <= NOW);
    const clocks = {
      breached: over,
      warning: !over && due.some(({ warnAt }) => warnAt <= NOW),
      none: due.length === 0,
    };
    return (
      whose[wanted.filter] &&
      (wanted.status === undefined ? has[wanted.filter] : row.status === wanted.status) &&
      (wanted.priority === undefined || row.priority === wanted.priority) &&
      (wanted.label === undefined || row.labels.includes(wanted.label)) &&
      (wanted.channel === undefined || row.channel === wanted.channel) &&
      (wanted.team === undefined || row.teamId === wanted.team) &&
      (wanted.clock === undefined || clocks[wanted.clock]) &&
      (wanted.waiting === undefined || row.waitingSince !== null)
    );
  }

  it('shows and counts what has all that was asked for, in every order, on pages of any size', () => {
    const all = allPages((after) => askCache(cache.writer, 'chat.list', { ...LIST, after }, NOW));
    fc.assert(
      fc.property(
        filter,
        fc.constantFrom(...CHAT_ORDERS),
        fc.integer({ min: 20, max: 200 }),
        (wanted, sort, limit) => {
          const rows = allPages((after) =>
            askCache(cache.writer, 'chat.list', { ...wanted, after, limit, search: '', sort }, NOW),
          );
          const expected = all.filter((row) => shows(wanted, row));
          expect(rows.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
          if (sort === 'created')
            expect(rows.map(({ createdAt }) => createdAt)).toEqual(
              expected.map(({ createdAt }) => createdAt).sort((a, b) => b - a),
            );
          const open = expected.filter(({ status }) => status !== 'resolved');
          expect(askCache(cache.writer, 'chat.folder_counts', { folders: [wanted] }, NOW).counts).toEqual([
            { open: open.length, unread: open.filter(({ unread }) => unread > 0).length },
          ]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
