import type { AssignmentEntry } from '#shared/domain/assignment.ts';
import { newAgent } from '#shared/domain/assignment.ts';
import { agentRow, assignmentEntryRow, supportTeamRow } from '#shared/rows/assignment.ts';
import type { ChannelProjection, ProjectionContext } from '../../store/projection.ts';
import { agentsTable, entriesTable, teamsTable } from './tables.ts';

/** Projects the channel `assignment`. */
export function assignmentProjection(context: ProjectionContext): ChannelProjection<'assignment'> {
  const teams = context.bind(teamsTable);
  const agents = context.bind(agentsTable);
  const entries = context.bind(entriesTable);
  const setLastAssigned = agents.updater(['lastAssignedSeq']);
  const noIntake = context.sql.prepare<[string]>(
    `UPDATE ${context.table(teamsTable.name)} SET intake = 0 WHERE id <> ? AND intake = 1`,
  );
  const trim = context.sql.prepare<[number]>(`DELETE FROM ${context.table(entriesTable.name)} WHERE at < ?`);
  const touch = (key: string): true => {
    context.changes.touch('assignment', key);
    return true;
  };
  const putEntry = (entry: AssignmentEntry): void => {
    entries.insertNew(entry, {});
    touch(entry.conversationId);
  };
  return {
    channel: 'assignment',
    tallies: [],
    events: {
      'assignment.team_saved': ({ data: { team } }) => {
        teams.upsert(team, {});
        if (team.intake) noIntake.run(team.id);
        return touch(team.id);
      },
      'assignment.leader_left': ({ data: { team } }) => {
        teams.upsert(team, {});
        return touch(team.id);
      },
      'assignment.availability_changed': ({ data: { userId, state, cause, since } }) => {
        agents.upsert({ ...(agents.get(userId) ?? newAgent(userId)), state, cause, since }, {});
        return touch(userId);
      },
      'assignment.capacity_set': ({ data: { userId, capacity } }) => {
        agents.upsert({ ...(agents.get(userId) ?? newAgent(userId)), capacity }, {});
        return touch(userId);
      },
      'assignment.recorded': ({ seq, data: { entry } }) => {
        putEntry({ ...entry, seq });
        if (entry.kind === 'assigned' && entry.subjectId !== null) setLastAssigned(seq, entry.subjectId);
        return true;
      },
      'assignment.trimmed': ({ data: { before } }) => {
        trim.run(before);
        return true;
      },
    },
    rows: {
      support_team: (row) => {
        teams.upsert(supportTeamRow.schema.parse(row), {});
      },
      agent: (row) => {
        agents.upsert(agentRow.schema.parse(row), {});
      },
      assignment_entry: (row) => putEntry(assignmentEntryRow.schema.parse(row)),
    },
    clear: () => {
      teams.clear();
      agents.clear();
      entries.clear();
    },
  };
}
