import { z } from 'zod';
import { CannedReply, MacroContent, ReplyContent } from '../../domain/canned.ts';
import { Id } from '../../domain/ids.ts';
import { command } from './define.ts';

const version = CannedReply.shape.version;
const ofReply = (data: { replyId: string }): string => `canned_reply:${data.replyId}`;
const ofMacro = (data: { macroId: string }): string => `macro:${data.macroId}`;

/**
 * Commands on canned replies and macros. `seen` is the version that the change was made on, null for a new one. A command is
 * refused as `conflict`, with the record as it is now, if another change came first.
 */
export const cannedCommands = {
  'canned.save': command({
    input: ReplyContent.extend({ seen: version.nullable() }),
    output: z.object({ replyId: Id, version }),
    permission: 'canned:write',
    subject: ofReply,
  }),
  'canned.remove': command({
    input: z.strictObject({ replyId: Id, seen: version }),
    output: z.object({}),
    permission: 'canned:write',
    subject: ofReply,
  }),
  'canned.save_macro': command({
    input: MacroContent.extend({ seen: version.nullable() }),
    output: z.object({ macroId: Id, version }),
    permission: 'canned:write',
    subject: ofMacro,
  }),
  'canned.remove_macro': command({
    input: z.strictObject({ macroId: Id, seen: version }),
    output: z.object({}),
    permission: 'canned:write',
    subject: ofMacro,
  }),
} as const;
