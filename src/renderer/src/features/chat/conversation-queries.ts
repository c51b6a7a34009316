import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bridge } from '../../bridge/client.ts';
import { infiniteOptions } from '../../hooks/use-infinite.ts';

const PAGE = 50;
/** After a conversation was opened, ms: its neighbours are read when it is on screen. */
const SETTLED_MS = 120;
/** A conversation that was left is kept so long, ms: an agent opens hundreds a day, and the cache has them all. */
const KEPT_MS = 30_000;

const conversationQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['chat', 'conversation', conversationId],
    queryFn: () => bridge.call('chat.conversation', { conversationId }),
    meta: { record: conversationId },
    gcTime: KEPT_MS,
  });

/** How the messages of a conversation are read page by page, newest first: the arguments of `useInfinite`. */
export function messagesList(conversationId: string) {
  return [
    ['chat', 'messages', conversationId],
    (after: string | null) => bridge.call('chat.messages', { conversationId, after, limit: PAGE }),
    { meta: { record: conversationId }, gcTime: KEPT_MS },
  ] as const;
}

/** Reads a conversation and its orders. */
export function useConversation(conversationId: string) {
  return useQuery(conversationQuery(conversationId));
}

/** Reads ahead what J and K show next, so that the next conversation is on screen with its messages at once. */
export function useReadAhead(ids: readonly (string | undefined)[]): void {
  const client = useQueryClient();
  const wanted = ids.filter((id) => id !== undefined).join(' ');
  useEffect(() => {
    if (wanted === '') return;
    const timer = setTimeout(() => {
      for (const id of wanted.split(' ')) {
        void client.prefetchQuery(conversationQuery(id));
        void client.prefetchInfiniteQuery(infiniteOptions(...messagesList(id)));
      }
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [client, wanted]);
}
