import { describe, expect, it } from 'vitest';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { byOthersSince, newestOf } from './newer.ts';

const row = (seq: number, authorId: string, kind: MessageRow['kind'] = 'text'): MessageRow => ({
  id: `m${seq}`,
  conversationId: 'c',
  author: { kind: authorId === 'ann' ? 'customer' : 'user', id: authorId, name: authorId },
  kind,
  body: 'text',
  attachments: [],
  masked: null,
  at: seq,
  seq,
  redacted: null,
  receipt: null,
  commandId: null,
  error: null,
});

describe('what others wrote since', () => {
  const rows = [
    row(0, 'me'),
    row(9, 'ann'),
    row(8, 'shop', 'system'),
    row(7, 'eva', 'note'),
    row(6, 'me'),
    row(5, 'ann'),
  ];

  it('is theirs, later, and no line of the system; oldest first', () => {
    expect(byOthersSince(rows, 5, 'me').map(({ seq }) => seq)).toEqual([7, 9]);
    expect(byOthersSince(rows, 9, 'me')).toEqual([]);
    expect(byOthersSince(rows, 0, null)).toHaveLength(4);
  });

  it('counts nothing of what waits in the outbox as seen', () => {
    expect(newestOf(rows)).toBe(9);
    expect(newestOf([row(0, 'me')])).toBe(0);
  });
});
