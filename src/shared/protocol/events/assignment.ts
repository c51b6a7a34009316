import { z } from 'zod';
import { Agent, AssignmentEntry, SupportTeam } from '../../domain/assignment.ts';
import { Timestamp } from '../../domain/ids.ts';
import { agentRow, assignmentEntryRow, supportTeamRow } from '../../rows/assignment.ts';
import { channel } from './define.ts';

/** Teams, the availability of agents, and the history of assignments. Who has a conversation is in the channel `chat`. */
export const assignment = channel({
  name: 'assignment',
  permissions: { 'assignment:read': 'agent', 'assignment:write': 'agent', 'assignment:manage': 'manager' },
  readPermission: 'assignment:read',
  rows: [supportTeamRow, agentRow, assignmentEntryRow],
  events: {
    'assignment.team_saved': z.object({ team: SupportTeam }),
    /** A leader of the team cannot work in conversations any more. */
    'assignment.leader_left': z.object({ team: SupportTeam, name: z.string().max(200) }),
    'assignment.availability_changed': Agent.pick({ userId: true, state: true, cause: true }).extend({
      name: z.string().max(200),
      since: Timestamp,
    }),
    'assignment.capacity_set': Agent.pick({ userId: true, capacity: true }).extend({
      name: z.string().max(200),
    }),
    /** A line of the history; it has the sequence number of its event. */
    'assignment.recorded': z.object({ entry: AssignmentEntry.omit({ seq: true }) }),
    /** The history before a time was deleted. */
    'assignment.trimmed': z.object({ before: Timestamp }),
  },
});
