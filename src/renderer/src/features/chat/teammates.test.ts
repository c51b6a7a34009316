import { describe, expect, it } from 'vitest';
import { makeUser } from '../../../../../tests/support/make/user.ts';
import { teammates } from './teammates.ts';

describe('teammates', () => {
  it('are those of the team who may answer, and those who have conversations, without oneself', () => {
    const found = teammates(
      [makeUser({ id: 'me' }), makeUser({ id: 'b' }), makeUser({ id: 'v', role: 'viewer' })],
      [
        { assigneeId: 'a', assigneeName: 'Ava' },
        { assigneeId: 'v', assigneeName: 'Viewer by now' },
        { assigneeId: 'x', assigneeName: null },
        { assigneeId: null, assigneeName: null },
      ],
      'me',
    );
    expect(found).toEqual([
      { id: 'a', name: 'Ava', role: null },
      { id: 'b', name: 'Name b', role: 'agent' },
    ]);
  });
});
