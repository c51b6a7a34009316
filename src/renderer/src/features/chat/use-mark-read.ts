import { useEffect, useRef } from 'react';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { useVisible } from '../../hooks/use-visible.ts';
import { highestCustomerSeq, type TimelineEntry } from './timeline.ts';

/** Marks the customer's messages as read once the window is visible and the end is in view. */
export function useMarkRead(
  conversation: ConversationRow,
  entries: readonly TimelineEntry[],
  atEnd: boolean,
): void {
  const { submit } = useCommand('chat.mark_read');
  const visible = useVisible();
  const reported = useRef({ conversationId: '', upToSeq: 0 });
  const { id: conversationId, unread } = conversation;
  const upToSeq = highestCustomerSeq(entries.slice(-100).map((entry) => entry.message));
  useEffect(() => {
    if (!visible || !atEnd || unread === 0 || upToSeq === 0) return;
    const before = reported.current;
    if (before.conversationId === conversationId && before.upToSeq >= upToSeq) return;
    reported.current = { conversationId, upToSeq };
    void submit({ conversationId, upToSeq }, { quiet: true });
  }, [visible, atEnd, unread, upToSeq, conversationId, submit]);
}
