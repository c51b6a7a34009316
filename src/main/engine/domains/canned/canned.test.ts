import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodInput } from '#shared/bridge/index.ts';
import type { CannedReply } from '#shared/domain/canned.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeConversation } from '../../../../../tests/support/make/conversation.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';

const cache = cachePerFile('canned');
const reply = (id: string, change: Partial<CannedReply> = {}): CannedReply => ({
  id,
  shortcut: id,
  title: `Title of ${id}`,
  body: `Text of ${id}`,
  folder: null,
  ownerId: null,
  version: 1,
  changedBy: 'Ada',
  changedAt: 0,
  ...change,
});
const search = (change: Partial<MethodInput<'canned.search'>> = {}) =>
  askCache(
    cache.writer,
    'canned.search',
    { text: '', folder: null, scope: 'all', after: null, limit: 50, ...change },
    1,
  );
const found = (change: Partial<MethodInput<'canned.search'>>): string[] =>
  search(change).rows.map(({ id }) => id);

beforeAll(() => {
  const replies = [
    reply('ship', { folder: 'Delivery', body: 'Hello {{customer.name}}, {{order.id}}, {{stock.NONE}}' }),
    reply('ship-late', { folder: 'Delivery' }),
    reply('own', { ownerId: 'agent-1', shortcut: 'shipping' }),
    reply('secret', { ownerId: 'bob' }),
    reply('hello', { body: 'Your parcel ships soon' }),
  ];
  const conversation = makeConversation({ id: 'k', customer: { id: 'c', name: 'Åsa', email: null } });
  const events = [
    ...replies.map((one) => makeEvent('canned.saved', { reply: one })),
    makeEvent('chat.conversation_opened', { conversation }),
  ];
  for (const batch of makeBatches(events, 10)) cache.writer.apply(batch);
});

describe('canned replies in the cache', () => {
  it('are one’s own and the shared ones; the shortcut counts most', () => {
    expect(found({})).toEqual(['own', 'hello', 'ship', 'ship-late']);
    expect(found({ text: 'ship' })).toEqual(['ship', 'own', 'ship-late', 'hello']);
    expect(found({ text: '/SHIP-L' })).toEqual(['ship-late']);
    expect(found({ text: 'parcel' })).toEqual(['hello']);
    expect(found({ folder: 'Delivery' })).toEqual(['ship', 'ship-late']);
    expect(found({ scope: 'own' })).toEqual(['own']);
    expect(found({ text: 'secret' })).toEqual([]);
  });

  it('are read in pages', () => {
    const first = search({ limit: 3 });
    expect(first.rows.map(({ id }) => id)).toEqual(['own', 'hello', 'ship']);
    const rest = search({ limit: 3, after: first.next });
    expect([rest.rows.map(({ id }) => id), rest.next]).toEqual([['ship-late'], null]);
  });

  it('have folders', () => {
    const { folders, replies } = askCache(cache.writer, 'canned.folders', { scope: 'all' }, 1);
    expect([folders, replies]).toEqual([[{ name: 'Delivery', replies: 2 }], 4]);
    expect(askCache(cache.writer, 'canned.reply', { replyId: 'secret' }, 1).reply).toBeNull();
  });

  it('are resolved for a conversation', () => {
    const { text, open } = askCache(
      cache.writer,
      'canned.preview',
      { conversationId: 'k', of: { replyId: 'ship' }, live: true },
      1,
    );
    expect(text).toBe('Hello Åsa, {{order.id}}, {{stock.NONE}}');
    expect(open.map(({ problem }) => problem)).toEqual(['no_order', 'no_item']);
  });

  it('show what unsettled commands will make of them', () => {
    const insert = cache.outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect) VALUES (?, ?, 'agent-1', ?, 's', '{}', 'queued', 0, ?)`,
    );
    const by = { id: 'agent-1', name: 'Ada', now: 9 };
    const content = { replyId: 'new', shortcut: 'new', title: 'New', body: 'B', folder: null, shared: false };
    const effects = [
      { kind: 'canned_saved', id: 'new', content, by },
      { kind: 'canned_removed', id: 'hello' },
    ];
    effects.forEach((effect, n) => {
      insert.run(`effect-${n}`, n + 1, 'canned.save', JSON.stringify(effect));
    });
    expect(search().rows.map(({ id, pending }) => [id, pending])).toEqual([
      ['new', true],
      ['own', false],
      ['ship', false],
      ['ship-late', false],
    ]);
    cache.outbox.prepare('DELETE FROM outbox').run();
  });
});
