import type { MethodOutput } from '#shared/bridge/index.ts';
import { type Board, MAX_OWN_BOARDS, MAX_SHARED_BOARDS, seesBoard } from '#shared/domain/boards.ts';
import { boardRow } from '#shared/rows/boards.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { defineTable } from '#shared/rows/table.ts';
import { asOf, ownUserId, type Reader } from '../../store/reader.ts';
import { expectedBoards } from './effects.ts';

/** Boards. */
export const boardsTable = defineTable(boardRow, { name: 'boards', identity: ['id'] });

const MAX = MAX_OWN_BOARDS + MAX_SHARED_BOARDS;
/** Boards that the user sees, in two parts that have an index each. */
const VISIBLE = `SELECT ${boardsTable.select()} FROM boards WHERE owner_id = ?
  UNION SELECT ${boardsTable.select()} FROM boards WHERE shared = 1 LIMIT ${MAX}`;

function visible(reader: Reader, userId: string): Board[] {
  return reader.all<StoredRow>(VISIBLE, userId).map(boardsTable.decode);
}

/** Lists the boards that the user sees, by name. */
export function listBoards(reader: Reader): MethodOutput<'boards.list'> {
  const userId = ownUserId(reader);
  const boards = expectedBoards(reader, visible(reader, userId))
    .filter(({ board }) => seesBoard(board, userId))
    .map(({ board, pending }) => ({ ...board, mine: board.ownerId === userId, pending }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
    .slice(0, MAX);
  return { boards, asOf: asOf(reader, ['boards']) };
}
