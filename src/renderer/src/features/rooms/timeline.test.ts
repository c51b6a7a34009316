import { describe, expect, it } from 'vitest';
import type { RoomMessageRow } from '#shared/bridge/rooms.ts';
import { highestSeqOfOthers, toRoomEntries } from './timeline.ts';

const message = (seq: number, change: Partial<RoomMessageRow> = {}): RoomMessageRow => ({
  id: `m${seq}`,
  roomId: 'r',
  authorId: 'ann',
  authorName: 'Ann',
  body: 'Hello',
  mentions: [],
  shared: null,
  masked: null,
  exported: null,
  at: seq * 1000,
  seq,
  redacted: null,
  receipt: null,
  commandId: null,
  error: null,
  ...change,
});
const day = (at: number): string => String(Math.floor(at / 86_400_000));

describe('the lines of a room', () => {
  it('are oldest first, each message once, in runs of one author', () => {
    const rows = [message(3, { authorId: 'ben' }), message(2), message(2), message(1)];
    const entries = toRoomEntries(rows, day, { readUpTo: 9, userId: null });
    expect(entries.map((entry) => [entry.message.id, entry.head])).toEqual([
      ['m1', true],
      ['m2', false],
      ['m3', true],
    ]);
  });

  it('have one line before the first unread message of others', () => {
    const rows = [message(4), message(3, { authorId: 'me' }), message(2), message(1)];
    const entries = toRoomEntries(rows, day, { readUpTo: 2, userId: 'me' });
    expect(entries.filter(({ firstUnread }) => firstUnread).map((entry) => entry.message.id)).toEqual(['m4']);
  });

  it('tell up to where others have written', () => {
    const rows = [message(4, { authorId: 'me' }), message(2)];
    expect(highestSeqOfOthers(toRoomEntries(rows, day, { readUpTo: 0, userId: 'me' }), 'me')).toBe(2);
  });
});
