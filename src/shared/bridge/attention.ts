import { z } from 'zod';
import { Alert } from '../domain/alerts.ts';
import { ATTENTION_REASONS, MAX_ATTENTION } from '../domain/attention.ts';
import { Id, Timestamp } from '../domain/ids.ts';
import { CLOCK_KINDS } from '../domain/service-levels.ts';
import { ConversationRow } from './chat.ts';
import { Nothing, Provenance, read } from './contract.ts';

/** An entry of the attention queue: what it is, and why it stands there. */
export const AttentionEntry = z.object({
  key: z.string(),
  reason: z.enum(ATTENTION_REASONS),
  at: Timestamp,
  clock: z.object({ kind: z.enum(CLOCK_KINDS), dueAt: Timestamp, warnAt: Timestamp }).nullable(),
  mine: z.boolean(),
  conversation: ConversationRow.nullable(),
  alert: Alert.nullable(),
});
export type AttentionEntry = z.infer<typeof AttentionEntry>;

/** Reads of the attention queue. They work offline. */
export const attentionMethods = {
  /** The most urgent first. `total` counts all that were found; `capped` where there were more than were looked at. */
  'attention.list': read(
    'chat:read',
    Nothing,
    z.object({
      entries: z.array(AttentionEntry).max(MAX_ATTENTION),
      total: z.int().min(0),
      capped: z.boolean(),
      userId: Id,
      asOf: Provenance,
    }),
  ),
} as const;
