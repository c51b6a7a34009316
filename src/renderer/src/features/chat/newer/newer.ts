import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { MessageRow } from '#shared/bridge/chat.ts';
import { bridge } from '../../../bridge/client.ts';
import type { Page } from '../../../hooks/use-infinite.ts';

/** How many of the newest messages are looked through. */
const LOOKED_AT = 20;

/** Returns the newest message that this window shows of a conversation, by its sequence; undefined while it shows none yet. */
export function newestShown(client: QueryClient, conversationId: string): number | undefined {
  const shown = client.getQueryData<InfiniteData<Page<MessageRow>>>(['chat', 'messages', conversationId]);
  return shown?.pages[0] && newestOf(shown.pages[0].rows);
}

/** Returns the newest sequence of messages; 0 for none. */
export function newestOf(rows: readonly MessageRow[]): number {
  return rows.reduce((newest, { seq }) => Math.max(newest, seq), 0);
}

/** Returns which messages others wrote after a sequence, oldest first. Lines of the system say nothing that a reply could miss. */
export function byOthersSince(
  rows: readonly MessageRow[],
  seen: number,
  userId: string | null,
): readonly MessageRow[] {
  return rows
    .filter(({ seq, author, kind }) => seq > seen && kind !== 'system' && author.id !== userId)
    .toSorted((a, b) => a.seq - b.seq);
}

/** Reads what others have written in a conversation since, at most the newest few. */
export async function writtenSince(
  conversationId: string,
  seen: number,
  userId: string | null,
): Promise<readonly MessageRow[]> {
  const { rows } = await bridge.call('chat.messages', { conversationId, after: null, limit: LOOKED_AT });
  return byOthersSince(rows, seen, userId);
}
