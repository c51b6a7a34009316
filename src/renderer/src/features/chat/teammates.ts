import type { ConversationRow } from '#shared/bridge/chat.ts';
import type { TeamUser } from '#shared/domain/admin.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';

/** Someone a conversation can be assigned to. `role` is null if only the name is known. */
export interface Teammate {
  readonly id: string;
  readonly name: string;
  readonly role: TeamUser['role'] | null;
}

/**
 * Returns who a conversation can be assigned to, sorted by name: the team, plus assignees of known conversations, so
 * that the list is useful before the team has been read. The gateway has the final say.
 */
export function teammates(
  users: readonly TeamUser[],
  conversations: readonly Pick<ConversationRow, 'assigneeId' | 'assigneeName'>[],
  userId: string | null,
): Teammate[] {
  const found = new Map<string, Teammate>();
  for (const { assigneeId, assigneeName } of conversations) {
    if (assigneeId !== null && assigneeName !== null)
      found.set(assigneeId, { id: assigneeId, name: assigneeName, role: null });
  }
  for (const { id, name, role } of users) {
    if (ROLE_PERMISSIONS[role].includes('chat:write')) found.set(id, { id, name, role });
    else found.delete(id);
  }
  if (userId !== null) found.delete(userId);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}
