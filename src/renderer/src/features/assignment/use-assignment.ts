import { useQuery } from '@tanstack/react-query';
import type { TeamUser } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { useColleagues } from '../../hooks/use-team.ts';
import { useCan } from '../../stores/session.ts';

export { useTeams } from '../../hooks/use-support-teams.ts';

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
