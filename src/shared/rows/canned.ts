import { CannedReply, Macro } from '../domain/canned.ts';
import { defineRow, json } from './define.ts';

/** Canned replies. */
export const cannedReplyRow = defineRow({ kind: 'canned_reply', schema: CannedReply, key: ['id'] });

/** Macros. */
export const macroRow = defineRow({
  kind: 'macro',
  schema: Macro,
  key: ['id'],
  codecs: { actions: json<Macro['actions']>() },
});
