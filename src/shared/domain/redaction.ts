import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';

/** The longest reason for removing a message, UTF-16 units. */
export const MAX_REDACTION_REASON = 300;

/** Why a message is removed. */
export const RedactionReason = z.string().trim().min(1, 'Enter a reason.').max(MAX_REDACTION_REASON);

/** What is left of a removed message: who removed it, when and why. Nothing of what it said. */
export const Redaction = z.object({
  byId: Id,
  byName: z.string().max(200),
  reason: z.string().max(MAX_REDACTION_REASON),
  at: Timestamp,
});
export type Redaction = z.infer<typeof Redaction>;

/** Returns a message of a conversation without what it said. */
export function withoutText<M extends { readonly body: string; readonly attachments: readonly unknown[] }>(
  message: M,
  redacted: Redaction,
): M {
  return { ...message, body: '', attachments: [], redacted };
}

/** Returns a message of a room without what it said, named or shared. */
export function withoutRoomText<M extends { readonly body: string; readonly mentions: readonly string[] }>(
  message: M,
  redacted: Redaction,
): M {
  return { ...message, body: '', mentions: [], shared: null, redacted };
}

/** Whether the list of conversations shows a message in its last line: what customers see. */
export function isPreviewed({ kind }: { readonly kind: string }): boolean {
  return kind !== 'note' && kind !== 'system';
}
