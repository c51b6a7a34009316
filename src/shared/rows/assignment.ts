import { Agent, AssignmentEntry, SupportTeam } from '../domain/assignment.ts';
import { bool, defineRow, json } from './define.ts';

/** Teams that conversations are given to. */
export const supportTeamRow = defineRow({
  kind: 'support_team',
  schema: SupportTeam,
  key: ['id'],
  codecs: {
    memberIds: json<string[]>(),
    leaderIds: json<string[]>(),
    automatic: bool,
    intake: bool,
    archived: bool,
  },
});

/** Agents with their availability. */
export const agentRow = defineRow({ kind: 'agent', schema: Agent, key: ['userId'] });

/** The history of assignments, keyed by the sequence number of its event. */
export const assignmentEntryRow = defineRow({
  kind: 'assignment_entry',
  schema: AssignmentEntry,
  key: ['seq'],
  codecs: { actor: json<AssignmentEntry['actor']>() },
});
