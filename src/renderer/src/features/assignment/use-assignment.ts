import { useQuery } from '@tanstack/react-query';
import type { ListedTeam } from '#shared/bridge/assignment.ts';
import type { TeamUser } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { useColleagues } from '../../hooks/use-team.ts';
import { useCan } from '../../stores/session.ts';

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

/** The colleagues who can have conversations, by name. */
export function usePeople(): readonly TeamUser[] {
  return useColleagues('chat:write');
}

/** The user's own availability; null until it is known, and for those who take no conversations. */
export function useMine() {
  const enabled = useCan('assignment:write');
  const { data } = useQuery({
    queryKey: ['assignment', 'mine'],
    queryFn: () => bridge.call('assignment.mine', {}),
    enabled,
  });
  return enabled ? (data?.agent ?? null) : null;
}
