import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { ReviewParts } from '../../components/review-parts.tsx';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useConversation } from './conversation.tsx';

const textOf = (data: unknown, field: 'conversationId' | 'body'): string => {
  const value: unknown =
    typeof data === 'object' && data !== null && field in data ? Reflect.get(data, field) : null;
  return typeof value === 'string' ? value : '';
};

/** An old message: its text, beside the state of the conversation and its newest message. */
export default function MessageReview({ entry }: { readonly entry: OutboxEntry }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useConversation(textOf(entry.data, 'conversationId'));
  if (query.data === undefined)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows />
    );
  const { customer, status, lastMessageAt, lastMessagePreview } = query.data.conversation;
  return (
    <ReviewParts
      meant={`${t('chat.review.meant', { customer: customer.name })}\n${textOf(entry.data, 'body')}`}
      now={t('chat.review.now', {
        status: t(`chat.status.${status}`),
        time: format.dateTime(lastMessageAt),
        preview: lastMessagePreview,
      })}
    />
  );
}
