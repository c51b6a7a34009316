import type { Board } from '#shared/domain/boards.ts';
import { wholeTable } from '../db/sources.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { AuditedFields, GatewayModule } from '../kernel.ts';
import { boardHandlers, findBoard } from './commands.ts';
import * as m0580 from './migrations/0580-boards.ts';
import { boardsRoutes } from './routes.ts';
import { boardsTable } from './tables.ts';

function fieldsOf({ name, shared, widgets }: Board): AuditedFields {
  return { name, shared, widgets };
}

export { findBoard } from './commands.ts';

const removeBoard = perConnection((sql) => tableOn(sql, boardsTable).remover());

/** Boards of widgets. */
export const boardsModule: GatewayModule = {
  name: 'boards',
  migrations: { '0580-boards': m0580 },
  commands: boardHandlers,
  projection: {
    'boards.saved': ({ sql }, { data: { board } }) => {
      tableOn(sql, boardsTable).upsert(board, {});
    },
    'boards.removed': ({ sql }, { data: { boardId } }) => {
      removeBoard(sql)(boardId);
    },
  },
  audited: {
    'boards.saved': (sql, { board }) => {
      const before = findBoard(sql, board.id);
      return {
        record: `board:${board.id}`,
        before: before ? fieldsOf(before) : null,
        after: fieldsOf(board),
      };
    },
    'boards.removed': (sql, { boardId }) => {
      const before = findBoard(sql, boardId);
      return { record: `board:${boardId}`, before: before ? fieldsOf(before) : null, after: null };
    },
  },
  snapshots: { boards: [wholeTable(boardsTable)] },
  routes: boardsRoutes,
};
