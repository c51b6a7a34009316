import { z } from 'zod';
import {
  MAX_TEAM_MEMBERS,
  type SupportTeam,
  savedTeam,
  TeamContent,
  withMembers,
} from '#shared/domain/assignment.ts';
import { Id } from '#shared/domain/ids.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';
import { ChatEffect, chatEffects } from '../chat/index.ts';

/** What an unsettled command does to a team. */
const TeamEffect = z.object({
  kind: z.literal('support_team'),
  id: Id,
  content: TeamContent,
  by: z.string().max(200),
});

/** What an unsettled command does to the members of a team. */
const MembersEffect = z.object({
  kind: z.literal('team_members'),
  id: Id,
  memberIds: z.array(Id).max(MAX_TEAM_MEMBERS),
  by: z.string().max(200),
});

const ExpectedEffect = z.discriminatedUnion('kind', [TeamEffect, MembersEffect]);

const AssignmentEffect = z.union([TeamEffect, MembersEffect, ChatEffect]);
type AssignmentEffect = z.infer<typeof AssignmentEffect>;

const PEOPLE = { kind: 'people', teamId: null, assigneeId: null, add: [], remove: [] } as const;

/** The effects of commands on teams and on who has a conversation. Those on conversations are shown by the chat's reads. */
export const assignmentEffects: Effects<AssignmentEffect> = {
  schema: AssignmentEffect,
  of: {
    'assignment.save_team': ({ seen: _seen, ...content }, { userName }) => ({
      kind: 'support_team',
      id: content.teamId,
      content,
      by: userName,
    }),
    'assignment.set_members': ({ teamId: id, memberIds }, { userName: by }) => ({
      kind: 'team_members',
      id,
      memberIds,
      by,
    }),
    'assignment.set_team': ({ conversationId, teamId }) => ({
      ...PEOPLE,
      conversationId,
      teamId: { to: teamId },
      add: [],
      remove: [],
    }),
    'assignment.set_participants': ({ conversationId, add, remove }) => ({
      ...PEOPLE,
      conversationId,
      add,
      remove,
    }),
    'assignment.transfer': ({ conversationId, to }) => ({
      ...PEOPLE,
      conversationId,
      teamId: to.kind === 'team' ? { to: to.id } : null,
      assigneeId: { to: to.kind === 'person' ? to.id : null },
      add: [],
      remove: [],
    }),
  },
  topic: (effect) =>
    effect.kind === 'support_team' || effect.kind === 'team_members'
      ? { topic: 'assignment', key: effect.id }
      : chatEffects.topic(effect),
};

/** A team, and whether a change of it is unsettled. */
export type ExpectedTeam = SupportTeam & { readonly pending: boolean };

/** Returns the teams as they will be with the unsettled commands. */
export function expectedTeams(reader: Reader, stored: readonly SupportTeam[]): ExpectedTeam[] {
  const teams = new Map<string, ExpectedTeam>(stored.map((team) => [team.id, { ...team, pending: false }]));
  for (const { effect } of pendingEffects(reader, ExpectedEffect)) {
    const before = teams.get(effect.id);
    if (effect.kind === 'team_members') {
      if (before)
        teams.set(effect.id, { ...withMembers(before, effect.memberIds, effect.by), pending: true });
      continue;
    }
    const team = savedTeam(before, effect.content, effect.by);
    if (team.intake)
      for (const [id, other] of teams) if (other.intake) teams.set(id, { ...other, intake: false });
    teams.set(effect.id, { ...team, pending: true });
  }
  return [...teams.values()];
}
