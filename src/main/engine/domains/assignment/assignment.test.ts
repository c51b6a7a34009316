import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodInput } from '#shared/bridge/index.ts';
import type { SupportTeam } from '#shared/domain/assignment.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeConversation } from '../../../../../tests/support/make/conversation.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { readerOf } from '../../store/reader.ts';
import { messageNews, noteNews } from '../chat/news.ts';

const ME = 'agent-1';
const cache = cachePerFile('assignment');
const team = (id: string, change: Partial<SupportTeam> = {}): SupportTeam => ({
  id,
  name: id,
  memberIds: [ME],
  leaderIds: [],
  automatic: true,
  intake: false,
  archived: false,
  version: 1,
  changedBy: 'Ada',
  ...change,
});
const actor = { kind: 'user', id: ME, name: 'Ada' } as const;
const list = (change: Partial<MethodInput<'chat.list'>>): string[] =>
  askCache(
    cache.writer,
    'chat.list',
    { filter: 'all', search: '', sort: 'newest', after: null, limit: 50, ...change },
    1,
  ).rows.map(({ id }) => id);

beforeAll(() => {
  const conversation = (id: string, at: number) =>
    makeEvent('chat.conversation_opened', {
      conversation: makeConversation({ id, createdAt: at, waitingSince: at }),
    });
  const member = { id: ME, username: 'ada', name: 'Ada', role: 'agent' } as const;
  const entry = (kind: 'assigned' | 'team', conversationId: string) =>
    makeEvent('assignment.recorded', {
      entry: { conversationId, kind, subjectId: ME, subjectName: 'Ada', actor, at: 5 },
    });
  const events = [
    makeEvent('team.member_added', { member }),
    ...['a', 'b', 'c', 'd'].map((id, n) => conversation(id, n + 1)),
    makeEvent('assignment.team_saved', { team: team('orders', { intake: true }) }),
    makeEvent('assignment.team_saved', { team: team('stock', { intake: true, archived: false }) }),
    makeEvent('chat.team_changed', { conversationId: 'a', teamId: 'orders' }),
    makeEvent('chat.assigned', { conversationId: 'b', assigneeId: ME, assigneeName: 'Ada' }),
    makeEvent('chat.assigned', { conversationId: 'c', assigneeId: 'ben', assigneeName: 'Ben' }),
    makeEvent('chat.assigned', { conversationId: 'd', assigneeId: 'ben', assigneeName: 'Ben' }),
    makeEvent('chat.participants_changed', { conversationId: 'c', participantIds: [ME] }),
    makeEvent('chat.participants_changed', { conversationId: 'd', participantIds: [ME] }),
    makeEvent('chat.participants_changed', { conversationId: 'd', participantIds: ['eve'] }),
    makeEvent('assignment.capacity_set', { userId: ME, name: 'Ada', capacity: 3 }),
    makeEvent('assignment.availability_changed', {
      userId: ME,
      name: 'Ada',
      state: 'online',
      cause: 'chosen',
      since: 9,
    }),
    entry('assigned', 'b'),
    entry('team', 'b'),
  ];
  for (const batch of makeBatches(events, 10)) cache.writer.apply(batch);
});

describe('assignment in the cache', () => {
  it('filters by team and by who takes part', () => {
    expect(list({ team: 'orders' })).toEqual(['a']);
    expect(list({ filter: 'participating' })).toEqual(['c']);
    expect(list({ filter: 'participating', team: 'orders' })).toEqual([]);
    expect(askCache(cache.writer, 'chat.counts', {}, 1).participating).toBe(1);
  });

  it('counts what each agent has, and who waits in which queue', () => {
    const { agents, queues } = askCache(cache.writer, 'assignment.load', {}, 1);
    expect(agents).toMatchObject([
      {
        userId: ME,
        state: 'online',
        capacity: 3,
        open: 1,
        waiting: 1,
        oldestWaiting: 2,
        teamIds: ['orders', 'stock'],
      },
    ]);
    expect(queues).toEqual([{ teamId: 'orders', waiting: 1, oldestWaiting: 1 }]);
    expect(askCache(cache.writer, 'assignment.mine', {}, 1).agent.since).toBe(9);
  });

  it('has one team that takes new conversations, and the history of a conversation', () => {
    const { teams } = askCache(cache.writer, 'assignment.teams', {}, 1);
    expect(teams.map(({ id, intake, pending }) => [id, intake, pending])).toEqual([
      ['orders', false, false],
      ['stock', true, false],
    ]);
    const { rows } = askCache(cache.writer, 'assignment.history', { conversationId: 'b' }, 1);
    expect(rows.map(({ kind }) => kind)).toEqual(['team', 'assigned']);
  });

  it('tells participants about messages like the assignee, and nobody else of those that somebody has', () => {
    const about = (conversationId: string): string | null => {
      const message = {
        id: 'm',
        conversationId,
        author: { kind: 'customer', id: 'k', name: 'Kim' },
        kind: 'text',
        body: 'Hello',
        attachments: [],
        at: 1,
        redacted: null,
      } as const;
      const progress = makeConversation({ id: conversationId });
      const event = makeEvent('chat.message_sent', {
        message: { ...message, attachments: [], masked: null },
        progress,
      });
      if (event.type !== 'chat.message_sent') return null;
      return messageNews.toast(event, { userId: ME, reader: readerOf(cache.writer.db) })?.about ?? null;
    };
    expect(['a', 'b', 'c', 'd'].map(about)).toEqual(['team', 'me', 'me', null]);
  });

  it('tells a colleague of a private note that mentions them, and nobody else', () => {
    const about = (body: string, author: string): string | null => {
      const message = {
        ...{
          id: 'n',
          conversationId: 'a',
          kind: 'note' as const,
          body,
          attachments: [],
          masked: null,
          at: 1,
          redacted: null,
        },
        author: { kind: 'user', id: author, name: 'Bea' },
      } as const;
      const event = makeEvent(
        'chat.note_added',
        { message, progress: makeConversation({ id: 'a' }) },
        { actor: message.author },
      );
      if (event.type !== 'chat.note_added' || !noteNews.isNews(event)) return null;
      return noteNews.toast(event, { userId: ME, reader: readerOf(cache.writer.db) })?.message ?? null;
    };
    const username = cache.writer.db
      .prepare('SELECT username FROM team_members WHERE id = ?')
      .pluck()
      .get(ME);
    expect(about(`@${username} look`, 'other')).toBe('toast.note_mention');
    expect(about(`@${username} look`, ME)).toBeNull();
    expect(about('@somebody look', 'other')).toBeNull();
    expect(about('look', 'other')).toBeNull();
  });

  it('shows what unsettled commands will make of a conversation and a team', () => {
    const insert = cache.outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect) VALUES (?, ?, 'agent-1', ?, 's', '{}', 'queued', 0, ?)`,
    );
    const { id, version: _v, changedBy: _c, ...content } = team('orders', { name: 'Desk' });
    const effects = [
      {
        kind: 'people',
        conversationId: 'a',
        teamId: { to: 'stock' },
        assigneeId: { to: ME },
        add: [ME],
        remove: [],
      },
      { kind: 'support_team', id, content: { ...content, teamId: id }, by: 'Ada' },
    ];
    effects.forEach((effect, n) => {
      insert.run(`effect-${n}`, n + 1, 'assignment.transfer', JSON.stringify(effect));
    });
    const { conversation } = askCache(cache.writer, 'chat.conversation', { conversationId: 'a' }, 1);
    expect(conversation).toMatchObject({ teamId: 'stock', assigneeId: ME, participantIds: [ME] });
    const { teams } = askCache(cache.writer, 'assignment.teams', {}, 1);
    expect(teams.find((one) => one.id === id)).toMatchObject({ name: 'Desk', version: 2, pending: true });
    cache.outbox.prepare('DELETE FROM outbox').run();
  });
});
