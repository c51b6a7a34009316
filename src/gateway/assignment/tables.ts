import { agentRow, assignmentEntryRow, supportTeamRow } from '#shared/rows/assignment.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** Teams. */
export const teamsTable = defineTable(supportTeamRow, { name: 'support_teams', identity: ['id'] });

/**
 * Agents. `givesBack` is what they have that is still to go back to the queues: 'nothing', 'waiting' (open conversations of
 * automatic teams whose customer waits), or 'all' (everything that is not resolved).
 */
export const agentsTable = defineTable(agentRow, {
  name: 'agents',
  identity: ['user_id'],
  own: { givesBack: own<string>() },
});

/** The agents who have a console connected. Only they are given conversations. */
export const connectedTable = defineOwnTable('connected_agents', ['userId'], { userId: own<string>() });

/** The history of assignments. */
export const entriesTable = defineTable(assignmentEntryRow, {
  name: 'assignment_entries',
  identity: ['seq'],
});
