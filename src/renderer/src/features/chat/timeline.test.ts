import { describe, expect, it } from 'vitest';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { makeMessageRow } from '../../../../../tests/support/make/conversation.ts';
import { countNewer, firstUnreadId, highestCustomerSeq, toTimeline } from './timeline.ts';

const DAY = 86_400_000;
const dayOf = (at: number): string => String(Math.floor(at / DAY));

function message(id: string, at: number, author = 'cust', kind: MessageRow['kind'] = 'text'): MessageRow {
  return makeMessageRow({
    id,
    author: { kind: author === 'cust' ? 'customer' : 'user', id: author, name: author },
    kind,
    body: id,
    at,
    seq: at,
  });
}

describe('toTimeline', () => {
  it('turns newest first into oldest first, with days and runs', () => {
    const rows = [
      message('d', DAY + 9_000),
      message('c', 3_000, 'me'),
      message('b', 2_000),
      message('a', 1_000),
    ];
    expect(toTimeline(rows, dayOf).map((e) => [e.message.id, e.newDay, e.head])).toEqual([
      ['a', true, true],
      ['b', false, false],
      ['c', false, true],
      ['d', true, true],
    ]);
  });

  it('begins a run anew for a note, and after a pause', () => {
    const rows = [
      message('c', 10 * 60_000, 'me'),
      message('b', 2_000, 'me', 'note'),
      message('a', 1_000, 'me'),
    ];
    expect(toTimeline(rows, dayOf).map((e) => e.head)).toEqual([true, true, true]);
  });

  it('shows a message once when two pages hold it', () => {
    const rows = [message('b', 2_000), message('a', 1_000), message('a', 1_000)];
    expect(toTimeline(rows, dayOf).map((e) => e.message.id)).toEqual(['a', 'b']);
  });
});

describe('receipts', () => {
  it('are shown once for a run that has come equally far, and always where sending failed', () => {
    const mine = (id: string, at: number, receipt: MessageRow['receipt']): MessageRow => ({
      ...message(id, at, 'me'),
      receipt,
    });
    const rows = [
      mine('g', 7_000, 'failed'),
      mine('f', 6_000, 'failed'),
      mine('e', 5_000, 'queued'),
      mine('d', 4_000, 'sent'),
      message('c', 3_000),
      mine('b', 2_000, 'read'),
      mine('a', 1_000, 'read'),
    ];
    expect(
      toTimeline(rows, dayOf)
        .filter((e) => e.receipt && e.message.receipt)
        .map((e) => e.message.id),
    ).toEqual(['b', 'd', 'e', 'f', 'g']);
  });
});

describe('countNewer', () => {
  const entries = toTimeline([message('c', 3_000), message('b', 2_000, 'me'), message('a', 1_000)], dayOf);
  it('counts what others wrote since', () => {
    expect(countNewer(entries, 'a', 'me')).toBe(1);
    expect(countNewer(entries, 'c', 'me')).toBe(0);
    expect(countNewer(entries, null, 'me')).toBe(0);
    expect(countNewer(entries, 'gone', 'me')).toBe(0);
  });
});

describe('highestCustomerSeq', () => {
  it('looks at the customer only', () => {
    expect(highestCustomerSeq([message('b', 9_000, 'me'), message('a', 1_000)])).toBe(1_000);
    expect(highestCustomerSeq([])).toBe(0);
  });
});

describe('firstUnreadId', () => {
  it('is the oldest of the unread messages of the customer that are loaded', () => {
    const entries = toTimeline(
      [message('d', 9_000), message('c', 3_000, 'me'), message('b', 2_000), message('a', 1_000)],
      dayOf,
    );
    expect([0, 1, 2, 3, 100].map((unread) => firstUnreadId(entries, unread))).toEqual([
      ...[null, 'd', 'b', 'a', 'a'],
    ]);
    expect(firstUnreadId([], 3)).toBeNull();
  });
});
