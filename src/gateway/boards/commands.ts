import {
  type Board,
  type BoardChange,
  changeBoard,
  MAX_OWN_BOARDS,
  MAX_SHARED_BOARDS,
  mayChangeBoard,
  seesBoard,
} from '#shared/domain/boards.ts';
import { rowQuery } from '../db/tables.ts';
import type { CommandContext, GatewayModule, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { boardsTable } from './tables.ts';

const boardById = rowQuery(boardsTable, 'WHERE id = ?');

/** Returns a board; undefined if there is none. */
export function findBoard(sql: Sql, id: string): Board | undefined {
  return boardById.get(sql, id);
}

function count(sql: Sql, where: string, ...values: string[]): number {
  const row = sql
    .prepare<string[], { n: number }>(`SELECT count(*) AS n FROM boards WHERE ${where}`)
    .get(...values);
  return row?.n ?? 0;
}

function keepFew(n: number, max: number): void {
  if (n >= max) refuse('boards_many', { max });
}

/** Returns the board that a command changes. Refuses one that the user does not see, may not change, or saw in another version. */
function boardFor({ sql, principal }: CommandContext, boardId: string, expected: number): Board {
  const board = findBoard(sql, boardId);
  if (!board || !seesBoard(board, principal.actor.id)) refuse('unknown_board', {}, { field: 'boardId' });
  if (!mayChangeBoard(board, principal.actor.id, principal.permissions.has('boards:share')))
    refuse('missing_permission', { permission: 'boards:share' });
  if (board.version !== expected)
    refuse('board_changed', { name: board.changedBy }, { field: 'expected', current: board });
  return board;
}

interface Saved {
  readonly boardId: string;
  readonly version: number;
}

function emitSaved(context: CommandContext, board: Board): Saved {
  context.emit('boards.saved', { board });
  return { boardId: board.id, version: board.version };
}

function change(context: CommandContext, board: Board, how: BoardChange): Saved {
  const by = { name: context.principal.actor.name, now: context.now };
  return emitSaved(context, changeBoard(board, how, by));
}

/** Handlers of the commands on boards. */
export const boardHandlers: GatewayModule['commands'] = {
  'boards.save': (context, { boardId, name, widgets, expected }) => {
    const { sql, principal, now } = context;
    if (expected !== null)
      return change(context, boardFor(context, boardId, expected), { kind: 'save', name, widgets });
    // A board of somebody else must not be told apart from none by what is refused, so its content is not sent.
    if (findBoard(sql, boardId)) refuse('duplicate_id', {}, { field: 'boardId' });
    const { id: ownerId, name: ownerName } = principal.actor;
    keepFew(count(sql, 'owner_id = ?', ownerId), MAX_OWN_BOARDS);
    return emitSaved(context, {
      id: boardId,
      name,
      ownerId,
      ownerName,
      shared: false,
      widgets,
      version: 1,
      changedBy: ownerName,
      changedAt: now,
    });
  },
  'boards.rename': (context, { boardId, name, expected }) =>
    change(context, boardFor(context, boardId, expected), { kind: 'rename', name }),
  'boards.share': (context, { boardId, shared, expected }) => {
    const board = boardFor(context, boardId, expected);
    if (shared && !board.shared) keepFew(count(context.sql, 'shared = 1'), MAX_SHARED_BOARDS);
    return change(context, board, { kind: 'share', shared });
  },
  'boards.remove': (context, { boardId, expected }) => {
    const { name, shared } = boardFor(context, boardId, expected);
    context.emit('boards.removed', { boardId, name, shared });
    return {};
  },
};
