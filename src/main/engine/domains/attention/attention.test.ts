import { beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#shared/domain/chat.ts';
import type { ServiceClocks } from '#shared/domain/service-levels.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeConversation } from '../../../../../tests/support/make/conversation.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';

const cache = cachePerFile('attention');
const clocksDue = (dueAt: number): ServiceClocks => ({
  version: 1,
  replied: false,
  reply: { kind: 'first_reply', startedAt: 0, targetMs: dueAt, warnAt: dueAt * 0.75, dueAt, told: 'nothing' },
  resolution: null,
  resolvedAt: null,
});
const opened = (id: string, change: Partial<Conversation>) =>
  makeEvent('chat.conversation_opened', {
    conversation: makeConversation({ id, waitingSince: 0, ...change }),
  });
const listed = (change: object, now: number): string[] =>
  askCache(
    cache.writer,
    'chat.list',
    { filter: 'open', search: '', sort: 'due', after: null, limit: 50, ...change },
    now,
  ).rows.map(({ id }) => id);

beforeAll(() => {
  const events = [
    opened('late', { assigneeId: 'agent-1', clocks: clocksDue(1000) }),
    opened('soon', { clocks: clocksDue(2000) }),
    opened('fine', { assigneeId: 'agent-1', clocks: clocksDue(90_000) }),
    opened('waits', {}),
    opened('theirs', { assigneeId: 'bob', clocks: clocksDue(500) }),
    opened('answered', { assigneeId: 'agent-1', waitingSince: null }),
    makeEvent('chat.clocks_changed', { conversationId: 'soon', clocks: clocksDue(2200), ended: [] }),
  ];
  for (const batch of makeBatches(events, 10)) cache.writer.apply(batch);
});

describe('the attention queue of the cache', () => {
  it('has the user’s conversations and nobody’s, with the reason of each place', () => {
    const { entries, total, capped } = askCache(cache.writer, 'attention.list', {}, 2000);
    expect(entries.map(({ conversation, reason, mine }) => [conversation?.id, reason, mine])).toEqual([
      ['late', 'clock_breached', true],
      ['soon', 'clock_warning', false],
      ['fine', 'waiting', true],
      ['waits', 'waiting', false],
    ]);
    expect([total, capped]).toEqual([4, false]);
  });

  it('lists conversations by what is due first, and finds them by the state of their clocks at any time', () => {
    expect(listed({}, 0)).toEqual(['theirs', 'late', 'soon', 'fine', 'waits', 'answered']);
    expect(listed({ clock: 'breached' }, 1000)).toEqual(['theirs', 'late']);
    expect(listed({ clock: 'warning' }, 2000)).toEqual(['soon']);
    expect(listed({ clock: 'none' }, 0)).toEqual(['waits', 'answered']);
  });
});
