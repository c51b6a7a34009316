import { useQuery } from '@tanstack/react-query';
import type { ListedTeam } from '#shared/bridge/assignment.ts';
import { bridge } from '../bridge/client.ts';
import { useCan, useUserId } from '../stores/session.ts';

const NO_TEAMS: readonly ListedTeam[] = [];

/** The teams, archived ones last. */
export function useTeams(): readonly ListedTeam[] {
  const enabled = useCan('assignment:read');
  const { data } = useQuery({
    queryKey: ['assignment', 'teams'],
    queryFn: () => bridge.call('assignment.teams', {}),
    enabled,
  });
  return data?.teams ?? NO_TEAMS;
}

/** The teams that the user leads. */
export function useLedTeams(): readonly ListedTeam[] {
  const userId = useUserId();
  return useTeams().filter((team) => !team.archived && userId !== null && team.leaderIds.includes(userId));
}
