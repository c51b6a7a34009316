import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { bridge } from '../../bridge/client.ts';
import { ReviewParts } from '../../components/review-parts.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useConversation } from './conversation-queries.ts';

const textOf = (data: unknown, field: 'conversationId' | 'body'): string => {
  const value: unknown =
    typeof data === 'object' && data !== null && field in data ? Reflect.get(data, field) : null;
  return typeof value === 'string' ? value : '';
};

/** How many of the newest messages are shown. */
const SHOWN = 3;

/** A message that was not sent without asking: its text, beside the state of the conversation and its newest messages. */
export default function MessageReview({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const conversationId = textOf(entry.data, 'conversationId');
  const query = useConversation(conversationId);
  const newest = useQuery({
    queryKey: ['chat', 'newest', conversationId],
    queryFn: () => bridge.call('chat.messages', { conversationId, after: null, limit: SHOWN * 4 }),
    meta: { record: conversationId },
  });
  if (query.data === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows />
    );
  const { customer, status, lastMessageAt } = query.data.conversation;
  const said = (newest.data?.rows ?? [])
    .filter(({ seq, kind }) => seq > 0 && kind !== 'system')
    .slice(0, SHOWN)
    .map(({ author, body }) => t('chat.review.said', { name: author.name, body }))
    .reverse();
  return (
    <ReviewParts
      meant={`${t('chat.review.meant', { customer: customer.name })}\n${textOf(entry.data, 'body')}`}
      now={[
        t('chat.review.now', { status: t(`chat.status.${status}`), time: format.dateTime(lastMessageAt) }),
        ...said,
      ].join('\n')}
    />
  );
}
