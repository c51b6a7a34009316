import type { CannedReply, Macro } from '#shared/domain/canned.ts';
import { wholeTable } from '../db/sources.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { AuditedFields, AuditedRecord, GatewayModule } from '../kernel.ts';
import { cannedHandlers } from './commands.ts';
import * as m0450 from './migrations/0450-canned.ts';
import { findMacro, findReply } from './queries.ts';
import { cannedRoutes } from './routes.ts';
import { macrosTable, repliesTable } from './tables.ts';

export { findMacro, findReply } from './queries.ts';

/** What a reply says is in the event; the audit names the rest. */
function replyFields({ shortcut, title, folder, ownerId, version }: CannedReply): AuditedFields {
  return { shortcut, title, folder, ownerId, version };
}

function macroFields({ name, actions, ownerId, version }: Macro): AuditedFields {
  return { name, actions: actions.map(({ kind }) => kind), ownerId, version };
}

function audited<T>(
  record: string,
  before: T | undefined,
  after: T | null,
  fields: (value: T) => AuditedFields,
): AuditedRecord {
  return {
    record,
    before: before === undefined ? null : fields(before),
    after: after === null ? null : fields(after),
  };
}

const removeReply = perConnection((sql) => tableOn(sql, repliesTable).remover());
const removeMacro = perConnection((sql) => tableOn(sql, macrosTable).remover());

/** Canned replies and macros. */
export const cannedModule: GatewayModule = {
  name: 'canned',
  migrations: { '0450-canned': m0450 },
  commands: cannedHandlers,
  projection: {
    'canned.saved': ({ sql }, { data: { reply } }) => {
      tableOn(sql, repliesTable).upsert(reply, {});
    },
    'canned.removed': ({ sql }, { data: { replyId } }) => {
      removeReply(sql)(replyId);
    },
    'canned.macro_saved': ({ sql }, { data: { macro } }) => {
      tableOn(sql, macrosTable).upsert(macro, {});
    },
    'canned.macro_removed': ({ sql }, { data: { macroId } }) => {
      removeMacro(sql)(macroId);
    },
  },
  audited: {
    'canned.saved': (sql, { reply }) =>
      audited(`canned_reply:${reply.id}`, findReply(sql, reply.id), reply, replyFields),
    'canned.removed': (sql, { replyId }) =>
      audited(`canned_reply:${replyId}`, findReply(sql, replyId), null, replyFields),
    'canned.macro_saved': (sql, { macro }) =>
      audited(`macro:${macro.id}`, findMacro(sql, macro.id), macro, macroFields),
    'canned.macro_removed': (sql, { macroId }) =>
      audited(`macro:${macroId}`, findMacro(sql, macroId), null, macroFields),
  },
  snapshots: { canned: [wholeTable(repliesTable), wholeTable(macrosTable)] },
  routes: cannedRoutes,
};
