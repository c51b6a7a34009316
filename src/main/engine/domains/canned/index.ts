import { cannedReplyRow, macroRow } from '#shared/rows/canned.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { cannedEffects } from './effects.ts';
import * as created from './migrations/0451-canned.ts';
import { preview } from './preview.ts';
import { folders, macros, reply, searchReplies } from './reads.ts';
import { macrosTable, repliesTable } from './tables.ts';

/** Projects the channel `canned`. */
function cannedProjection(context: ProjectionContext): ChannelProjection<'canned'> {
  const replies = context.bind(repliesTable);
  const actions = context.bind(macrosTable);
  const removeReply = replies.remover();
  const removeMacro = actions.remover();
  return {
    channel: 'canned',
    tallies: [],
    events: {
      'canned.saved': ({ data }) => {
        replies.upsert(data.reply, {});
        context.changes.touch('canned', data.reply.id);
        return true;
      },
      'canned.removed': ({ data }) => {
        context.changes.touch('canned', data.replyId);
        return removeReply(data.replyId) === 1;
      },
      'canned.macro_saved': ({ data }) => {
        actions.upsert(data.macro, {});
        context.changes.touch('canned', data.macro.id);
        return true;
      },
      'canned.macro_removed': ({ data }) => {
        context.changes.touch('canned', data.macroId);
        return removeMacro(data.macroId) === 1;
      },
    },
    rows: {
      canned_reply: (row) => {
        replies.upsert(cannedReplyRow.schema.parse(row), {});
      },
      macro: (row) => {
        actions.upsert(macroRow.schema.parse(row), {});
      },
    },
    clear: () => {
      replies.clear();
      actions.clear();
    },
  };
}

/** Names a shared record; what is a person's own is not named to others. */
function named(name: string, shared: boolean): Described {
  return { values: { name: shared ? name : '' }, subject: null };
}

/** The domain of canned replies and macros. */
export const cannedDomain: EngineDomain = {
  name: 'canned',
  migrations: [{ version: 451, ...created }],
  projections: { canned: cannedProjection },
  dumps: { canned: dumpTables(repliesTable, macrosTable) },
  reads: {
    'canned.search': searchReplies,
    'canned.folders': folders,
    'canned.reply': reply,
    'canned.macros': macros,
    'canned.preview': preview,
  },
  effects: cannedEffects,
  activity: {
    'canned.saved': ({ reply: saved }) => named(saved.title, saved.ownerId === null),
    'canned.removed': ({ title, shared }) => named(title, shared),
    'canned.macro_saved': ({ macro }) => named(macro.name, macro.ownerId === null),
    'canned.macro_removed': ({ name, shared }) => named(name, shared),
  },
};
