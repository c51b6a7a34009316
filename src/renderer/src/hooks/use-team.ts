import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TeamUser } from '#shared/domain/admin.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { bridge } from '../bridge/client.ts';

const NO_TEAM: readonly TeamUser[] = [];

/** The members of the team who chat, by name. */
export function useTeam(): readonly TeamUser[] {
  const { data } = useQuery({ queryKey: ['chat', 'team'], queryFn: () => bridge.call('chat.team', {}) });
  const users = data?.users ?? NO_TEAM;
  return useMemo(
    () =>
      users
        .filter(({ role }) => ROLE_PERMISSIONS[role].includes('rooms:read'))
        .sort((a, b) => a.name.localeCompare(b.name)),
    [users],
  );
}
