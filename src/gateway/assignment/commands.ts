import {
  MAX_PARTICIPANTS,
  MAX_TEAMS,
  type SupportTeam,
  savedTeam,
  withMembers,
} from '#shared/domain/assignment.ts';
import type { Conversation } from '#shared/domain/chat.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { findUser } from '../auth/index.ts';
import { changeAssignee, readConversation } from '../chat/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { availabilityHandlers } from './availability.ts';
import { countTeams, findTeam, teamNamed } from './queries.ts';

function existing(context: CommandContext, conversationId: string): Conversation {
  const stored = readConversation(context.sql, conversationId);
  return stored?.conversation ?? refuse('unknown_conversation', {}, { field: 'conversationId' });
}

/** Returns the name of somebody who can take part in conversations. */
function memberName({ sql }: CommandContext, userId: string, field: string): string {
  const user = findUser(sql, userId);
  if (!user || user.disabledAt !== null || !ROLE_PERMISSIONS[user.role].includes('chat:write'))
    return refuse('unknown_member', {}, { field });
  return user.name;
}

/** Gives a conversation to a team, or to none. Returns the team's name. */
export function changeTeam(
  context: CommandContext,
  { id, teamId: before }: Conversation,
  teamId: string | null,
): string | null {
  const team = teamId === null ? null : findTeam(context.sql, teamId);
  if (team === undefined || team?.archived === true) refuse('unknown_team', {}, { field: 'teamId' });
  if (before !== teamId) context.emit('chat.team_changed', { conversationId: id, teamId });
  return team?.name ?? null;
}

/** Refuses new members who cannot take part in conversations. */
function checkMembers(
  context: CommandContext,
  before: SupportTeam | undefined,
  memberIds: readonly string[],
): void {
  const known = new Set(before?.memberIds);
  for (const userId of memberIds) if (!known.has(userId)) memberName(context, userId, 'memberIds');
}

const content: GatewayModule['commands'] = {
  'assignment.save_team': (context, { seen, ...entered }) => {
    const before = findTeam(context.sql, entered.teamId);
    if (seen === null && before) refuse('duplicate_id', {}, { field: 'teamId' });
    if (seen !== null && !before) refuse('unknown_team', {}, { field: 'teamId' });
    if (seen !== null && before?.version !== seen)
      refuse('team_changed', { name: before?.changedBy ?? '' }, { field: 'seen', current: before });
    if (!before && countTeams(context.sql) >= MAX_TEAMS) refuse('teams_many', { max: MAX_TEAMS });
    const holder = entered.archived ? undefined : teamNamed(context.sql, entered.name);
    if (holder && holder.id !== entered.teamId)
      refuse('team_name_taken', { name: holder.name }, { field: 'name' });
    checkMembers(context, before, entered.memberIds);
    const team = savedTeam(before, entered, context.principal.actor.name);
    context.emit('assignment.team_saved', { team });
    return { teamId: team.id, version: team.version };
  },
  'assignment.set_members': (context, { teamId, memberIds, seen }) => {
    const before = findTeam(context.sql, teamId);
    if (!before) return refuse('unknown_team', {}, { field: 'teamId' });
    const { permissions, actor } = context.principal;
    if (!permissions.has('assignment:manage') && !before.leaderIds.includes(actor.id))
      refuse('team_not_led', {}, { field: 'teamId' });
    if (before.version !== seen)
      refuse('team_changed', { name: before.changedBy }, { field: 'seen', current: before });
    checkMembers(context, before, memberIds);
    const team = withMembers(before, memberIds, actor.name);
    context.emit('assignment.team_saved', { team });
    return { teamId, version: team.version };
  },
  'assignment.set_capacity': (context, { userId, capacity }) => {
    const name = memberName(context, userId, 'userId');
    context.emit('assignment.capacity_set', { userId, capacity, name });
    return {};
  },
  'assignment.set_team': (context, { conversationId, teamId }) => ({
    teamName: changeTeam(context, existing(context, conversationId), teamId),
  }),
  'assignment.transfer': (context, { conversationId, to, messageId, note, seenAssigneeId }) => {
    const conversation = existing(context, conversationId);
    if (to.kind === 'person') {
      if (conversation.assigneeId === to.id) refuse('transfer_same', {}, { field: 'to' });
      memberName(context, to.id, 'to');
      changeAssignee(context, conversation, to.id, seenAssigneeId);
    } else {
      if (conversation.assigneeId === null && conversation.teamId === to.id)
        refuse('transfer_same', {}, { field: 'to' });
      changeAssignee(context, conversation, null, seenAssigneeId);
      changeTeam(context, conversation, to.id);
    }
    context.dispatch('chat.send_message', { conversationId, messageId, kind: 'note', body: note });
    return {};
  },
  'assignment.set_participants': (context, { conversationId, add, remove }) => {
    const { participantIds: before } = existing(context, conversationId);
    const kept = before.filter((id) => !remove.includes(id));
    const added = [...new Set(add)].filter((id) => !kept.includes(id));
    const removed = before.filter((id) => !kept.includes(id) && !added.includes(id));
    const participantIds = [...kept, ...added];
    if (participantIds.length > MAX_PARTICIPANTS)
      refuse('participants_many', { max: MAX_PARTICIPANTS }, { field: 'add' });
    const names = new Map(added.map((id) => [id, memberName(context, id, 'add')]));
    if (JSON.stringify(participantIds) === JSON.stringify(before)) return { participantIds };
    context.emit('chat.participants_changed', { conversationId, participantIds });
    for (const id of added)
      if (!before.includes(id)) record(context, conversationId, 'participant_added', id, names.get(id) ?? '');
    for (const id of removed) {
      const name = findUser(context.sql, id)?.name ?? '';
      record(context, conversationId, 'participant_removed', id, name);
    }
    return { participantIds };
  },
};

/** Adds a line to the history of a conversation's assignment. */
export function record(
  context: CommandContext,
  conversationId: string,
  kind: 'assigned' | 'unassigned' | 'team' | 'no_team' | 'participant_added' | 'participant_removed',
  subjectId: string | null,
  subjectName: string | null,
): void {
  const { actor } = context.principal;
  context.emit('assignment.recorded', {
    entry: { conversationId, kind, subjectId, subjectName, actor, at: context.now },
  });
}

/** Handlers of the commands on teams, availability and who takes part in a conversation. */
export const assignmentHandlers: GatewayModule['commands'] = { ...content, ...availabilityHandlers };
