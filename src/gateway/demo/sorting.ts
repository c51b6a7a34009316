import type { Conversation } from '#shared/domain/chat.ts';
import type { CommandContext } from '../kernel.ts';
import type { SituationName } from './dialogues.ts';

/** What colleagues make of a conversation when they first answer: labels, and a priority where it matters. */
const SORTED: Readonly<
  Record<SituationName, { readonly labels: readonly string[]; readonly priority: Conversation['priority'] }>
> = {
  where_is_my_order: { labels: ['delivery'], priority: 'none' },
  damaged: { labels: ['damaged', 'returns'], priority: 'high' },
  wrong_size: { labels: ['returns'], priority: 'none' },
  refund: { labels: ['refund'], priority: 'medium' },
  stock_question: { labels: ['availability'], priority: 'low' },
};

/** One in this many is snoozed until the customer replies. */
const SNOOZED_EVERY = 4;

/** Sorts a conversation as a colleague does who answers first. */
export function sortTalk(context: CommandContext, conversationId: string, situation: SituationName): void {
  const { labels, priority } = SORTED[situation];
  context.dispatch('chat.set_labels', { conversationId, add: [...labels], remove: [] });
  if (priority !== 'none') context.dispatch('chat.set_priority', { conversationId, priority });
}

/** Puts some conversations aside once they are answered. The customer's thanks open them again. */
export function snoozeSome(context: CommandContext, conversationId: string, n: number): void {
  if (n % SNOOZED_EVERY === 1) context.dispatch('chat.snooze', { conversationId, until: null, itemId: null });
}
