import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeRoom, isUnreadIn, MAX_PINS, noticeOf, type Room, RoomChange, seesRoom } from './rooms.ts';

const room: Room = {
  id: 'r',
  kind: 'private',
  name: '',
  topic: '',
  memberIds: ['a', 'b'],
  pins: [],
  createdBy: 'a',
  createdAt: 0,
  archivedAt: null,
  version: 1,
};
const person = fc.constantFrom('a', 'b', 'c', 'd');
const change: fc.Arbitrary<RoomChange> = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    name: fc.string({ maxLength: 9 }),
    topic: fc.constant(''),
  }),
  fc.record({ kind: fc.constant('add' as const), userId: person }),
  fc.record({ kind: fc.constant('remove' as const), userId: person }),
  fc.record({ kind: fc.constant('pin' as const), messageId: person, pinned: fc.boolean() }),
  fc.record({ kind: fc.constant('archive' as const), at: fc.option(fc.nat()) }),
);

describe('a room', () => {
  it('has each member and each pin once, and the same change twice is one, but for its version', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        let now = room;
        for (const one of changes) {
          const parsed = RoomChange.parse(one);
          now = changeRoom(now, parsed);
          const { version: _again, ...again } = changeRoom(now, parsed);
          const { version: _once, ...once } = now;
          expect(again).toEqual(once);
        }
        expect(new Set(now.memberIds).size).toBe(now.memberIds.length);
        expect(new Set(now.pins).size).toBe(now.pins.length);
        expect(now.pins.length).toBeLessThanOrEqual(MAX_PINS);
      }),
    );
  });

  it('is seen by its members alone, and by everybody if it is open', () => {
    expect(['a', 'c'].map((id) => seesRoom(room, id))).toEqual([true, false]);
    expect(seesRoom({ ...room, kind: 'general', memberIds: [] }, 'c')).toBe(true);
  });

  it('counts and tells what is by others, and mentions only where it is muted', () => {
    fc.assert(
      fc.property(
        fc.record({ seq: fc.nat(9), authorId: person, mentions: fc.uniqueArray(person) }),
        fc.record({ userId: person, upToSeq: fc.nat(9), muted: fc.boolean() }),
        (message, state) => {
          const notice = noticeOf(message, state);
          expect(isUnreadIn(message, state)).toBe(notice !== null && message.seq > state.upToSeq);
          if (message.authorId === state.userId) expect(notice).toBeNull();
        },
      ),
    );
  });
});
