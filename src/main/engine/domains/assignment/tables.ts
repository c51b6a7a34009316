import { agentRow, assignmentEntryRow, supportTeamRow } from '#shared/rows/assignment.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Teams. */
export const teamsTable = defineTable(supportTeamRow, { name: 'support_teams', identity: ['id'] });

/** Agents with their availability. */
export const agentsTable = defineTable(agentRow, { name: 'agents', identity: ['user_id'] });

/** The history of assignments. */
export const entriesTable = defineTable(assignmentEntryRow, {
  name: 'assignment_entries',
  identity: ['seq'],
});
