import { z } from 'zod';
import {
  type CannedReply,
  type Macro,
  MacroContent,
  ReplyContent,
  savedMacro,
  savedReply,
} from '#shared/domain/canned.ts';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import type { EffectContext, Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

const By = z.object({ id: Id, name: z.string(), now: Timestamp });

/** What an unsettled command does to a canned reply or a macro. */
const CannedEffect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('canned_saved'), id: Id, content: ReplyContent, by: By }),
  z.object({ kind: z.literal('canned_removed'), id: Id }),
  z.object({ kind: z.literal('macro_saved'), id: Id, content: MacroContent, by: By }),
  z.object({ kind: z.literal('macro_removed'), id: Id }),
]);
type CannedEffect = z.infer<typeof CannedEffect>;

const by = ({ userId: id, userName: name, now }: EffectContext): z.infer<typeof By> => ({ id, name, now });

/** The effects of commands on canned replies and macros. */
export const cannedEffects: Effects<CannedEffect> = {
  schema: CannedEffect,
  of: {
    'canned.save': ({ seen: _seen, ...content }, context) => ({
      kind: 'canned_saved',
      id: content.replyId,
      content,
      by: by(context),
    }),
    'canned.remove': ({ replyId }) => ({ kind: 'canned_removed', id: replyId }),
    'canned.save_macro': ({ seen: _seen, ...content }, context) => ({
      kind: 'macro_saved',
      id: content.macroId,
      content,
      by: by(context),
    }),
    'canned.remove_macro': ({ macroId }) => ({ kind: 'macro_removed', id: macroId }),
  },
  topic: ({ id }) => ({ topic: 'canned', key: id }),
};

/** A record, and whether a change of it is unsettled. */
export interface Expected<T> {
  readonly record: T;
  readonly pending: boolean;
}

const unchanged = <T extends { readonly id: string }>(stored: readonly T[]): Map<string, Expected<T>> =>
  new Map(stored.map((record) => [record.id, { record, pending: false }]));

/** Returns canned replies as they will be with the unsettled commands. */
export function expectedReplies(reader: Reader, stored: readonly CannedReply[]): Expected<CannedReply>[] {
  const replies = unchanged(stored);
  for (const { effect } of pendingEffects(reader, CannedEffect)) {
    if (effect.kind === 'canned_removed') replies.delete(effect.id);
    else if (effect.kind === 'canned_saved') {
      const record = savedReply(replies.get(effect.id)?.record, effect.content, effect.by);
      replies.set(effect.id, { record, pending: true });
    }
  }
  return [...replies.values()];
}

/** Returns macros as they will be with the unsettled commands. */
export function expectedMacros(reader: Reader, stored: readonly Macro[]): Expected<Macro>[] {
  const macros = unchanged(stored);
  for (const { effect } of pendingEffects(reader, CannedEffect)) {
    if (effect.kind === 'macro_removed') macros.delete(effect.id);
    else if (effect.kind === 'macro_saved') {
      const record = savedMacro(macros.get(effect.id)?.record, effect.content, effect.by);
      macros.set(effect.id, { record, pending: true });
    }
  }
  return [...macros.values()];
}
