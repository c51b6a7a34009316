import {
  afterLabels,
  afterStatus,
  type Conversation,
  type ConversationChange,
  type LabelChange,
  MAX_LABELS,
  type Snooze,
} from '#shared/domain/chat.ts';
import { assertNever } from '#shared/domain/result.ts';
import { findUser } from '../auth/index.ts';
import { availableAnywhere, readItem } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';

/*
 * What commands change in a conversation. Each function refuses what is wrong about the change itself, emits nothing where the
 * conversation is so already, and returns whether it changed something.
 */

/** Sets the status. */
export function changeStatus(
  context: CommandContext,
  conversation: Conversation,
  status: Conversation['status'],
): boolean {
  if (conversation.status === status) return false;
  const { waitingSince } = afterStatus(status, conversation.waitingSince);
  context.emit('chat.status_changed', { conversationId: conversation.id, status, waitingSince });
  return true;
}

/** Sets the assignee, who must be able to sign in; null for nobody. Returns the name too. */
export function changeAssignee(
  context: CommandContext,
  conversation: Conversation,
  assigneeId: string | null,
  seenAssigneeId?: string | null,
): { readonly changed: boolean; readonly assigneeName: string | null } {
  if (seenAssigneeId !== undefined && seenAssigneeId !== conversation.assigneeId)
    refuse(
      'assigned_meanwhile',
      { name: conversation.assigneeName ?? '' },
      {
        field: 'seenAssigneeId',
        current: { assigneeId: conversation.assigneeId, assigneeName: conversation.assigneeName },
      },
    );
  const user = assigneeId === null ? null : findUser(context.sql, assigneeId);
  if (assigneeId !== null && user?.disabledAt !== null) refuse('unknown_member', {}, { field: 'assigneeId' });
  const assigneeName = user?.name ?? null;
  if (conversation.assigneeId === assigneeId) return { changed: false, assigneeName };
  context.emit('chat.assigned', { conversationId: conversation.id, assigneeId, assigneeName });
  return { changed: true, assigneeName };
}

/** Sets the priority. */
export function changePriority(
  context: CommandContext,
  conversation: Conversation,
  priority: Conversation['priority'],
): boolean {
  if (conversation.priority === priority) return false;
  context.emit('chat.priority_changed', { conversationId: conversation.id, priority });
  return true;
}

/** Adds and removes labels. */
export function changeLabels(
  context: CommandContext,
  conversation: Conversation,
  change: LabelChange,
): boolean {
  const labels = afterLabels(conversation.labels, change);
  if (labels.length > MAX_LABELS) refuse('labels_many', { max: MAX_LABELS }, { field: 'add' });
  if (JSON.stringify(labels) === JSON.stringify(conversation.labels)) return false;
  context.emit('chat.labels_changed', { conversationId: conversation.id, labels });
  return true;
}

/** Puts a conversation aside until a time to come, or until an item that is out of stock is back. */
export function snooze(
  context: CommandContext,
  conversation: Conversation,
  { until, itemId }: Snooze,
): boolean {
  if (until !== null && until <= context.now) refuse('snooze_past', {}, { field: 'until' });
  if (itemId !== null) {
    if (!readItem(context.sql, itemId)) refuse('unknown_item', {}, { field: 'itemId' });
    const available = availableAnywhere(context.sql, itemId);
    if (available > 0) refuse('item_in_stock', { available }, { field: 'itemId' });
  }
  const { status, snoozedUntil, snoozedItemId } = conversation;
  if (status === 'snoozed' && snoozedUntil === until && snoozedItemId === itemId) return false;
  context.emit('chat.snoozed', { conversationId: conversation.id, until, itemId });
  return true;
}

/** Makes one change of many conversations in one of them. */
export function change(
  context: CommandContext,
  conversation: Conversation,
  made: ConversationChange,
): boolean {
  switch (made.kind) {
    case 'status':
      return changeStatus(context, conversation, made.status);
    case 'assignee':
      return changeAssignee(context, conversation, made.assigneeId).changed;
    case 'priority':
      return changePriority(context, conversation, made.priority);
    case 'labels':
      return changeLabels(context, conversation, made);
    case 'snooze':
      return snooze(context, conversation, made);
    default:
      return assertNever(made);
  }
}
