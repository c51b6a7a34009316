import { useTranslation } from 'react-i18next';
import type { TeamUser } from '#shared/domain/admin.ts';
import type { Room } from '#shared/domain/rooms.ts';
import { useTeam } from '../../hooks/use-team.ts';
import { useUserId } from '../../stores/session.ts';

/** Returns the people who read a room: the whole team that chats, or the members of a private room. */
export function readersOf(
  { kind, memberIds }: Pick<Room, 'kind' | 'memberIds'>,
  team: readonly TeamUser[],
): TeamUser[] {
  return team.filter(({ id }) => kind === 'general' || memberIds.includes(id));
}

/** Returns the members of a private room who have left the team. None are known before the team is. */
export function formerMembers(
  { memberIds }: Pick<Room, 'memberIds'>,
  team: readonly TeamUser[],
): readonly string[] {
  return team.length === 0 ? [] : memberIds.filter((memberId) => team.every(({ id }) => id !== memberId));
}

/** Returns the names of the other members, which a private room without a name is called by. */
export function otherNames(
  memberIds: readonly string[],
  team: readonly TeamUser[],
  userId: string | null,
): string {
  return memberIds
    .filter((id) => id !== userId)
    .flatMap((id) => team.find((user) => user.id === id)?.name ?? [])
    .join(', ');
}

/** Returns a function that names a room. */
export function useRoomName(): (room: Pick<Room, 'name' | 'memberIds'>) => string {
  const { t } = useTranslation();
  const team = useTeam();
  const userId = useUserId();
  return ({ name, memberIds }) =>
    name ||
    otherNames(memberIds, team, userId) ||
    t(team.length > 0 && memberIds.some((id) => id !== userId) ? 'rooms.former' : 'rooms.justYou');
}
