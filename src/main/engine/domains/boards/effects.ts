import { z } from 'zod';
import { Board, BoardChange, changeBoard } from '#shared/domain/boards.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

const By = z.object({ name: z.string(), now: Timestamp });

/** What an unsettled command does to a board. */
const BoardEffect = z.discriminatedUnion('does', [
  z.object({ kind: z.literal('board'), does: z.literal('create'), boardId: Id, board: Board }),
  z.object({ kind: z.literal('board'), does: z.literal('change'), boardId: Id, change: BoardChange, by: By }),
  z.object({ kind: z.literal('board'), does: z.literal('remove'), boardId: Id }),
]);
type BoardEffect = z.infer<typeof BoardEffect>;

/** The effects of commands on boards. */
export const boardEffects: Effects<BoardEffect> = {
  schema: BoardEffect,
  of: {
    'boards.save': ({ boardId, name, widgets, expected }, { userId, userName, now }) => {
      const by = { name: userName, now };
      if (expected !== null)
        return { kind: 'board', does: 'change', boardId, change: { kind: 'save', name, widgets }, by };
      const board: Board = {
        id: boardId,
        name,
        ownerId: userId,
        ownerName: userName,
        shared: false,
        widgets,
        version: 1,
        changedBy: userName,
        changedAt: now,
      };
      return { kind: 'board', does: 'create', boardId, board };
    },
    'boards.rename': ({ boardId, name }, { userName, now }) => ({
      kind: 'board',
      does: 'change',
      boardId,
      change: { kind: 'rename', name },
      by: { name: userName, now },
    }),
    'boards.share': ({ boardId, shared }, { userName, now }) => ({
      kind: 'board',
      does: 'change',
      boardId,
      change: { kind: 'share', shared },
      by: { name: userName, now },
    }),
    'boards.remove': ({ boardId }) => ({ kind: 'board', does: 'remove', boardId }),
  },
  topic: ({ boardId }) => ({ topic: 'boards', key: boardId }),
};

/** A board with the unsettled changes of it. */
export interface ExpectedBoard {
  readonly board: Board;
  readonly pending: boolean;
}

/** Returns boards as they will be with the unsettled commands. */
export function expectedBoards(reader: Reader, stored: readonly Board[]): ExpectedBoard[] {
  const boards = new Map<string, ExpectedBoard>(stored.map((board) => [board.id, { board, pending: false }]));
  for (const { effect } of pendingEffects(reader, BoardEffect)) {
    const before = boards.get(effect.boardId)?.board;
    if (effect.does === 'create') boards.set(effect.boardId, { board: effect.board, pending: true });
    else if (effect.does === 'remove') boards.delete(effect.boardId);
    else if (before)
      boards.set(effect.boardId, { board: changeBoard(before, effect.change, effect.by), pending: true });
  }
  return [...boards.values()];
}
