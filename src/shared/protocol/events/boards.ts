import { z } from 'zod';
import { Board } from '../../domain/boards.ts';
import { Id } from '../../domain/ids.ts';
import { boardRow } from '../../rows/boards.ts';
import { channel } from './define.ts';

/**
 * Boards of widgets. A channel goes to everybody who may read it, so a board that is not shared is left out of other people's lists, and
 * is not a secret.
 */
export const boards = channel({
  name: 'boards',
  permissions: { 'boards:read': 'viewer', 'boards:write': 'viewer', 'boards:share': 'agent' },
  readPermission: 'boards:read',
  rows: [boardRow],
  events: {
    'boards.saved': z.object({ board: Board }),
    'boards.removed': z.object({ boardId: Id, name: Board.shape.name, shared: z.boolean() }),
  },
});
