import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeProgress } from '../../../tests/support/make/conversation.ts';
import {
  afterMessage,
  CONVERSATION_STATUSES,
  isInWork,
  isUnassigned,
  isUnread,
  isUnresolved,
  isWaiting,
  MESSAGE_KINDS,
  type Message,
  messageLength,
  preview,
  receiptOf,
} from './chat.ts';

const CLEAN = makeProgress();
const said = (
  kind: 'user' | 'customer' | 'system',
  at: number,
  more: Partial<Message> = {},
): Pick<Message, 'author' | 'kind' | 'body' | 'at'> => ({
  author: { kind, id: kind, name: kind },
  kind: 'text',
  body: 'Hello',
  at,
  ...more,
});

describe('afterMessage', () => {
  it('keeps the start of a wait until someone replies', () => {
    const asked = afterMessage(CLEAN, said('customer', 10));
    const again = afterMessage(asked, said('customer', 20));
    expect(again).toMatchObject({ waitingSince: 10, lastCustomerMessageAt: 20 });
    expect(afterMessage(again, said('user', 30, { kind: 'note' })).waitingSince).toBe(10);
    expect(afterMessage(again, said('system', 30)).waitingSince).toBe(10);
    expect(afterMessage(again, said('user', 30)).waitingSince).toBeNull();
  });

  it('reopens a conversation only for its customer', () => {
    for (const status of CONVERSATION_STATUSES) {
      const before = { ...CLEAN, status, snoozedUntil: 99 };
      expect(afterMessage(before, said('customer', 1))).toMatchObject({ status: 'open', snoozedUntil: null });
      expect(afterMessage(before, said('user', 1))).toMatchObject({ status, snoozedUntil: 99 });
    }
  });

  it('previews the last message, but never a note', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MESSAGE_KINDS), fc.string({ maxLength: 400 }), (kind, body) => {
        const after = afterMessage(
          { ...CLEAN, lastMessagePreview: 'before' },
          said('user', 5, { kind, body }),
        );
        expect(after.lastMessageAt).toBe(5);
        expect(after.lastMessagePreview).toBe(
          kind === 'note' || kind === 'system' ? 'before' : preview(body),
        );
      }),
    );
  });
});

describe('preview', () => {
  it('is one line of at most 160 characters and whole code points', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '😀', 'ß'), maxLength: 400, size: 'max' }),
        (body) => {
          const line = preview(body);
          expect(line.length).toBeLessThanOrEqual(160);
          expect(line).not.toMatch(/[\n\r\t]/);
          expect(line.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  it('keeps short texts and marks shortened ones', () => {
    expect(preview('  a\n b ')).toBe('a b');
    expect(preview('x'.repeat(160))).toBe('x'.repeat(160));
    expect(preview('x'.repeat(161))).toBe(`${'x'.repeat(159)}…`);
    expect(preview(`${'x'.repeat(158)}😀😀`)).toBe(`${'x'.repeat(158)}…`);
  });
});

describe('where a conversation stands', () => {
  const standing = (judge: (status: (typeof CONVERSATION_STATUSES)[number]) => boolean): string[] =>
    CONVERSATION_STATUSES.filter(judge);

  it('is in work while open or pending, and unresolved while snoozed too', () => {
    expect(standing((status) => isInWork({ status }))).toEqual(['open', 'pending']);
    expect(standing((status) => isUnresolved({ status }))).toEqual(['open', 'pending', 'snoozed']);
  });

  it('is unassigned only while in work', () => {
    expect(standing((status) => isUnassigned({ status, assigneeId: null }))).toEqual(['open', 'pending']);
    expect(isUnassigned({ status: 'open', assigneeId: 'u1' })).toBe(false);
  });

  it('is waiting until it is answered or resolved', () => {
    expect(standing((status) => isWaiting({ status, waitingSince: 1 }))).toEqual([
      'open',
      'pending',
      'snoozed',
    ]);
    expect(isWaiting({ status: 'open', waitingSince: null })).toBe(false);
  });

  it('is unread while a customer message lies behind the reader', () => {
    expect([isUnread(0, 0), isUnread(5, 5), isUnread(6, 5)]).toEqual([false, false, true]);
  });
});

describe('receiptOf', () => {
  it('follows the positions of the customer', () => {
    const conversation = { customerDeliveredSeq: 20, customerReadSeq: 10 };
    expect([10, 11, 20, 21].map((seq) => receiptOf(seq, conversation))).toEqual([
      'read',
      'delivered',
      'delivered',
      'sent',
    ]);
  });
});

describe('the length of a message', () => {
  it('counts without the blanks around, and shows itself from four fifths of the limit on', () => {
    expect(messageLength('  abc ', 1000)).toEqual({ left: 997, show: false, over: false });
    expect(messageLength('x'.repeat(799), 1000).show).toBe(false);
    expect(messageLength('x'.repeat(800), 1000)).toEqual({ left: 200, show: true, over: false });
    expect(messageLength('x'.repeat(1001), 1000)).toEqual({ left: -1, show: true, over: true });
  });

  it('is too long exactly where nothing is left, whatever the limit, and never unseen', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const { left, show, over } = messageLength(text, limit);
        expect(over).toBe(left < 0);
        if (over) expect(show).toBe(true);
        expect(left).toBe(limit - text.trim().length);
      }),
    );
  });
});
