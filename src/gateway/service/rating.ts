import { isMaskedFrom } from '#shared/domain/filter.ts';
import { type Rating, type RatingContent, ratable } from '#shared/domain/ratings.ts';
import { readConversation } from '../chat/index.ts';
import { passFilter } from '../filter/index.ts';
import type { CommandContext, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';

/** What a customer can rate now. */
export interface RatingAsked {
  /** Whether the resolution can be rated, or its rating be changed. */
  readonly open: boolean;
  /** The rating of the resolution; null where there is none. */
  readonly rating: Rating | null;
}

/** Returns what the customer of a conversation can rate at a moment. */
export function ratingAsked(sql: Sql, conversationId: string, now: number): RatingAsked {
  const conversation = readConversation(sql, conversationId)?.conversation;
  const { rating = null, clocks = null } = conversation ?? {};
  const resolvedAt = ratable(clocks, now);
  return {
    open: resolvedAt !== null,
    rating: rating !== null && rating.resolvedAt === resolvedAt ? rating : null,
  };
}

/** Whether a comment is what is stored already, with what was masked in it. */
function isSame(stored: string | null, comment: string | null): boolean {
  return stored === null || comment === null ? stored === (comment || null) : isMaskedFrom(stored, comment);
}

/** Rates the last resolution as the customer of the conversation, or changes the rating. The same rating again changes nothing. */
export function rateConversation(
  context: CommandContext,
  conversationId: string,
  { score, comment }: RatingContent,
): void {
  const conversation = readConversation(context.sql, conversationId)?.conversation;
  if (conversation?.customer.id !== context.principal.actor.id)
    refuse('unknown_conversation', {}, { field: 'conversationId' });
  const resolvedAt = ratable(conversation.clocks, context.now);
  if (resolvedAt === null) refuse('rating_closed', {});
  const before = conversation.rating;
  if (before?.resolvedAt === resolvedAt && before.score === score && isSame(before.comment, comment)) return;
  const said = comment ? passFilter(context, comment).text : null;
  context.emit('chat.rated', {
    conversationId,
    rating: { score, comment: said, at: context.now, resolvedAt },
  });
}
