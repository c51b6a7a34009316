import { z } from 'zod';
import { Board, BoardName, BoardWidgets } from '../../domain/boards.ts';
import { Id } from '../../domain/ids.ts';
import { command } from './define.ts';

const subject = (data: { boardId: string }): string => `board:${data.boardId}`;
/** The version that the change was made on. */
const expected = Board.shape.version;
const output = z.object({ boardId: Id, version: Board.shape.version });

/** Commands on boards. Each is refused as `conflict`, with the board as it is now, if another change came first. */
export const boardCommands = {
  /** Saves the name and the widgets of a board; with `expected` null, a new one of one's own. */
  'boards.save': command({
    input: z.strictObject({
      boardId: Id,
      name: BoardName,
      widgets: BoardWidgets,
      expected: expected.nullable(),
    }),
    output,
    permission: 'boards:write',
    subject,
  }),
  'boards.rename': command({
    input: z.strictObject({ boardId: Id, name: BoardName, expected }),
    output,
    permission: 'boards:write',
    subject,
  }),
  /** Shows a board to everybody, or to its owner only. */
  'boards.share': command({
    input: z.strictObject({ boardId: Id, shared: z.boolean(), expected }),
    output,
    permission: 'boards:share',
    subject,
  }),
  'boards.remove': command({
    input: z.strictObject({ boardId: Id, expected }),
    output: z.object({}),
    permission: 'boards:write',
    subject,
  }),
} as const;
