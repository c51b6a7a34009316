import { ASSIGNMENT_HISTORY_DAYS } from '#shared/domain/assignment.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { findUser } from '../auth/index.ts';
import { rowHistory, scanRows, wholeTable } from '../db/sources.ts';
import { AT_ONCE, type CommandContext, type GatewayModule } from '../kernel.ts';
import { setAvailability } from './availability.ts';
import { sweepQueues } from './claim.ts';
import { assignmentHandlers, changeTeam, record } from './commands.ts';
import { assignmentProjection, gaveBack, noneConnected, setConnected } from './events.ts';
import * as m0471 from './migrations/0471-assignment.ts';
import * as m0611 from './migrations/0611-team-leaders.ts';
import { findTeam, intakeTeam, listTeams, oldestEntry } from './queries.ts';
import { assignmentRoutes } from './routes.ts';
import { agentsTable, entriesTable, teamsTable } from './tables.ts';

export { setAvailability } from './availability.ts';
export { setConnected } from './events.ts';
export { Presence } from './presence.ts';
export { findTeam, isConnected } from './queries.ts';

/**
 * Makes somebody offline for good who cannot work in conversations any more: all that they have goes back, and they lead no team.
 */
function endAgent(context: CommandContext, userId: string): void {
  setAvailability(context, userId, { state: 'offline', cause: 'left' });
  const name = findUser(context.sql, userId)?.name ?? '';
  for (const team of listTeams(context.sql)) {
    if (!team.leaderIds.includes(userId)) continue;
    const leaderIds = team.leaderIds.filter((leader) => leader !== userId);
    context.emit('assignment.leader_left', { team: { ...team, leaderIds, version: team.version + 1 }, name });
  }
}

/** Deletes the history past its retention, as an event, so that every replica deletes the same. At most once a day. */
function trimHistory(context: CommandContext): number | null {
  const dueAt = (): number | null => {
    const oldest = oldestEntry(context.sql);
    return oldest === null ? null : oldest + (ASSIGNMENT_HISTORY_DAYS + 1) * DAY_MS;
  };
  const due = dueAt();
  if (due === null || due > context.now) return due;
  context.emit('assignment.trimmed', { before: context.now - ASSIGNMENT_HISTORY_DAYS * DAY_MS });
  return dueAt();
}

function sweep(context: CommandContext): number | null {
  const next = sweepQueues(context);
  return next === AT_ONCE ? next : trimHistory(context);
}

/** Who gets a conversation: teams, availability, transfers, participants. Listed after `chat`, whose conversations it assigns. */
export const assignmentModule: GatewayModule = {
  name: 'assignment',
  migrations: { '0471-assignment': m0471, '0611-team-leaders': m0611 },
  commands: assignmentHandlers,
  projection: assignmentProjection,
  writes: [gaveBack, setConnected, noneConnected],
  audited: {
    'assignment.team_saved': (sql, { team }) => ({
      record: `support_team:${team.id}`,
      before: findTeam(sql, team.id) ?? null,
      after: team,
    }),
    'assignment.leader_left': (sql, { team }) => ({
      record: `support_team:${team.id}`,
      before: findTeam(sql, team.id) ?? null,
      after: team,
    }),
    'assignment.capacity_set': (_sql, { userId, capacity }) => ({
      record: `user:${userId}`,
      before: null,
      after: { capacity },
    }),
    'assignment.availability_changed': (_sql, { userId, state, cause }) => ({
      record: `user:${userId}`,
      before: null,
      after: { availability: state, cause },
    }),
  },
  reactions: {
    'chat.conversation_opened': (context, { actor, data: { conversation } }) => {
      const team = actor?.kind === 'customer' ? intakeTeam(context.sql) : undefined;
      if (team) changeTeam(context, conversation, team.id);
    },
    'chat.assigned': (context, { data: { conversationId, assigneeId, assigneeName } }) =>
      record(
        context,
        conversationId,
        assigneeId === null ? 'unassigned' : 'assigned',
        assigneeId,
        assigneeName,
      ),
    'chat.team_changed': (context, { data: { conversationId, teamId } }) =>
      record(
        context,
        conversationId,
        teamId === null ? 'no_team' : 'team',
        teamId,
        teamId === null ? null : (findTeam(context.sql, teamId)?.name ?? null),
      ),
    'admin.user_disabled': (context, { data: { userId } }) => endAgent(context, userId),
    'admin.role_changed': (context, { data: { userId } }) => {
      const role = findUser(context.sql, userId)?.role;
      if (role !== undefined && !ROLE_PERMISSIONS[role].includes('chat:write')) endAgent(context, userId);
    },
  },
  snapshots: {
    assignment: [
      wholeTable(teamsTable),
      wholeTable(agentsTable),
      {
        kind: entriesTable.row.kind,
        all: scanRows({ table: entriesTable, keys: ['seq'] }),
        now: null,
        history: rowHistory({
          table: entriesTable,
          keys: ['at', 'seq'],
          of: { conversation: { where: 'conversation_id = @of', keys: ['seq'] } },
        }),
      },
    ],
  },
  sweep,
  setup: (context) => context.write(noneConnected, {}),
  routes: assignmentRoutes,
};
