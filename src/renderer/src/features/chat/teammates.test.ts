import { describe, expect, it } from 'vitest';
import { teammates } from './teammates.ts';

const user = (id: string, role: 'viewer' | 'agent') => ({ id, username: id, name: `Name ${id}`, role });

describe('teammates', () => {
  it('are those of the team who may answer, and those who have conversations, without oneself', () => {
    const found = teammates(
      [user('me', 'agent'), user('b', 'agent'), user('v', 'viewer')],
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
