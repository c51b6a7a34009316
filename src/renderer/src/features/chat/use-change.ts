import { useCallback } from 'react';
import type { ConversationRow } from '#shared/bridge/chat.ts';
import type { ConversationChange } from '#shared/domain/chat.ts';
import { useCommand } from '../../hooks/use-command.ts';

/** A change of how a conversation is worked on. */
export type WorkChange = Exclude<ConversationChange, { readonly kind: 'status' | 'assignee' }>;

/** Returns functions that change the priority, the labels or the snooze of a conversation, and one that ends its snooze. */
export function useChange({ id: conversationId }: Pick<ConversationRow, 'id'>): {
  readonly change: (change: WorkChange) => void;
  readonly wake: () => void;
} {
  const { submit: setPriority } = useCommand('chat.set_priority');
  const { submit: setLabels } = useCommand('chat.set_labels');
  const { submit: snooze } = useCommand('chat.snooze');
  const { submit: setStatus } = useCommand('chat.set_status');
  const change = useCallback(
    (made: WorkChange) => {
      if (made.kind === 'priority') void setPriority({ conversationId, priority: made.priority });
      else if (made.kind === 'labels') void setLabels({ conversationId, add: made.add, remove: made.remove });
      else void snooze({ conversationId, until: made.until, itemId: made.itemId });
    },
    [conversationId, setPriority, setLabels, snooze],
  );
  const wake = useCallback(
    () => void setStatus({ conversationId, status: 'open' }),
    [setStatus, conversationId],
  );
  return { change, wake };
}
