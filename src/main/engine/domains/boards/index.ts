import type { Board } from '#shared/domain/boards.ts';
import { boardRow } from '#shared/rows/boards.ts';
import type { EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { boardEffects } from './effects.ts';
import * as created from './migrations/0581-boards.ts';
import { boardsTable, listBoards } from './reads.ts';

/** Projects the channel `boards`. */
function boardsProjection(context: ProjectionContext): ChannelProjection<'boards'> {
  const boards = context.bind(boardsTable);
  const remove = boards.remover();
  const put = (board: Board): boolean => {
    boards.upsert(board, {});
    context.changes.touch('boards', board.id);
    return true;
  };
  return {
    channel: 'boards',
    tallies: [],
    events: {
      'boards.saved': ({ data }) => put(data.board),
      'boards.removed': ({ data }) => {
        context.changes.touch('boards', data.boardId);
        return remove(data.boardId) === 1;
      },
    },
    rows: { board: (row) => void put(boardRow.schema.parse(row)) },
    clear: () => boards.clear(),
  };
}

/** The domain of boards. The activity list does not name those that are not shared. */
export const boardsDomain: EngineDomain = {
  name: 'boards',
  migrations: [{ version: 581, ...created }],
  projections: { boards: boardsProjection },
  dumps: { boards: dumpTables(boardsTable) },
  reads: { 'boards.list': listBoards },
  effects: boardEffects,
  activity: {
    'boards.saved': ({ board }) => ({
      values: { name: board.shared ? board.name : '' },
      subject: board.shared ? { kind: 'board', id: board.id } : null,
    }),
    'boards.removed': ({ name, shared }) => ({ values: { name: shared ? name : '' }, subject: null }),
  },
};
