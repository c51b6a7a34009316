import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { TeamUser } from '#shared/domain/admin.ts';
import { type Permission, ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { bridge } from '../bridge/client.ts';

const NO_TEAM: readonly TeamUser[] = [];

/** Reads the members of the team who work with customers. */
export function useTeamMembers(enabled = true): UseQueryResult<MethodOutput<'chat.team'>> {
  return useQuery({ queryKey: ['team', 'members'], queryFn: () => bridge.call('chat.team', {}), enabled });
}

/** The colleagues whose role has a permission, by name. */
export function useColleagues(permission: Permission): readonly TeamUser[] {
  const { data } = useTeamMembers();
  const users = data?.users ?? NO_TEAM;
  return useMemo(
    () =>
      users
        .filter(({ role }) => ROLE_PERMISSIONS[role].includes(permission))
        .sort((a, b) => a.name.localeCompare(b.name)),
    [users, permission],
  );
}

/** The members of the team who chat, by name. */
export function useTeam(): readonly TeamUser[] {
  return useColleagues('rooms:read');
}
