import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { Room, RoomMessage } from '#shared/domain/rooms.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import type { RoomEffect } from './effects.ts';

/** The user of the cache. */
const ME = 'agent-1';
const cache = cachePerFile('rooms');

const room = (id: string, change: Partial<Room> = {}): Room => ({
  id,
  kind: 'general',
  name: id,
  topic: '',
  memberIds: [],
  pins: [],
  createdBy: 'bob',
  createdAt: 0,
  archivedAt: null,
  version: 1,
  ...change,
});
let n = 0;
const posted = (roomId: string, body: string, change: Partial<RoomMessage> = {}) => {
  n += 1;
  const message = {
    id: `m${n}`,
    roomId,
    authorId: 'bob',
    authorName: 'Bob',
    body,
    mentions: [],
    shared: null,
    masked: null,
    exported: null,
    at: n,
    redacted: null,
  };
  return makeEvent('rooms.posted', { message: { ...message, ...change } });
};
const apply = (...events: ReturnType<typeof makeEvent>[]): void => {
  for (const batch of makeBatches(events, 10)) cache.writer.apply(batch);
};
const list = (): MethodOutput<'rooms.list'>['rooms'] => askCache(cache.writer, 'rooms.list', {}, 1).rooms;
const one = (id: string) => list().find((row) => row.id === id);
const texts = (roomId: string): string[] =>
  askCache(cache.writer, 'rooms.messages', { roomId, after: null, limit: 50 }, 1).rows.map(
    ({ body, receipt }) => `${body}${receipt ? `, ${receipt}` : ''}`,
  );
const find = (text: string): number =>
  askCache(cache.writer, 'search.query', { text, kinds: ['room_message'], limit: 10 }, 1).rows.length;

beforeAll(() => {
  const own = { authorId: ME, authorName: 'Me' };
  apply(
    makeEvent('rooms.created', { room: room('open') }),
    makeEvent('rooms.created', { room: room('secret', { kind: 'private', memberIds: ['bob', ME] }) }),
    posted('open', 'first'),
    posted('open', 'mine', own),
    posted('open', 'for you', { mentions: [ME] }),
    posted('secret', 'xylophone'),
    posted('elsewhere', 'of a room that is not held'),
  );
});

describe('the rooms of a cache', () => {
  it('count what others wrote, and in muted rooms the mentions', () => {
    expect(one('open')).toMatchObject({ unread: 2, mentions: 1, muted: false });
    apply(makeEvent('rooms.state_set', { state: { roomId: 'open', userId: ME, upToSeq: 0, muted: true } }));
    expect(one('open')).toMatchObject({ unread: 1, mentions: 1, muted: true });
    expect(askCache(cache.writer, 'rooms.counts', {}, 1)).toMatchObject({ unread: 2, mentioned: 1 });
  });

  it('keep messages of rooms that are held only', () => {
    expect(find('held')).toBe(0);
    expect(find('xylophone')).toBe(1);
  });

  it('show what unsettled commands will make of them', () => {
    const insert = cache.outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect, error)
       VALUES (?, ?, '${ME}', ?, ?, '{}', ?, 0, ?, ?)`,
    );
    const waiting = (
      type: string,
      effect: RoomEffect,
      state = 'queued',
      error: string | null = null,
    ): void => {
      n += 1;
      insert.run(uuidv7(), n, type, `room:${effect.roomId}`, state, JSON.stringify(effect), error);
    };
    const said = (body: string): RoomEffect => ({
      kind: 'room_message',
      roomId: 'open',
      message: {
        id: `w${n}`,
        roomId: 'open',
        authorId: ME,
        authorName: 'Me',
        body,
        mentions: [],
        shared: null,
        masked: null,
        exported: null,
        at: 99,
        seq: 0,
        redacted: null,
      },
    });
    waiting('rooms.post', said('waits'));
    waiting('rooms.post', said('was refused'), 'refused', JSON.stringify({ message: 'No.' }));
    waiting('rooms.mark_read', { kind: 'room_state', roomId: 'open', upToSeq: 1_000_000, muted: null });
    waiting('rooms.edit', {
      kind: 'room_changed',
      roomId: 'open',
      change: { kind: 'edit', name: 'opened', topic: 'new' },
    });
    waiting('rooms.create', { kind: 'room_created', roomId: 'next', room: room('next') });
    waiting('rooms.leave', { kind: 'room_left', roomId: 'secret' });
    expect(texts('open')).toEqual(['was refused, failed', 'waits, queued', 'for you', 'mine, sent', 'first']);
    expect(one('open')).toMatchObject({ name: 'opened', topic: 'new', unread: 0, pending: 2 });
    expect(
      list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['next', 'open']);
    cache.outbox.prepare('DELETE FROM outbox').run();
    expect(
      list()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['open', 'secret']);
  });

  it('go with everything of them when the user is taken out', () => {
    apply(makeEvent('rooms.member_removed', { roomId: 'secret', userId: 'somebody else' }));
    expect(one('secret')?.memberIds).toEqual(['bob', ME]);
    apply(makeEvent('rooms.member_removed', { roomId: 'secret', userId: ME }));
    expect(one('secret')).toBeUndefined();
    expect(find('xylophone')).toBe(0);
    const left = cache.writer.db.prepare("SELECT data FROM events WHERE channel = 'rooms'").all();
    expect(JSON.stringify(left)).not.toContain('xylophone');
    expect(texts('open')).toHaveLength(3);
  });

  it('forget what a removed message said: in the row, the search and the stored events', () => {
    apply(makeEvent('rooms.created', { room: room('orchestra') }));
    const event = posted('orchestra', 'the contrabassoon is out of tune');
    apply(event);
    expect(find('contrabassoon')).toBe(1);
    const redaction = { byId: 'bob', byName: 'Bob', reason: 'Off topic', at: n };
    apply(
      makeEvent('rooms.message_redacted', {
        ...{ roomId: 'orchestra', messageId: `m${n}`, messageSeq: event.seq, redaction },
      }),
    );
    expect(find('contrabassoon')).toBe(0);
    expect(texts('orchestra')[0]).toBe('');
    const stored = cache.writer.db.prepare('SELECT data FROM events').all();
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain('contrabassoon');
  });
});
