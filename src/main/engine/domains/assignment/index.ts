import type { EngineDomain } from '../../store/domain.ts';
import { dumpTables } from '../../store/projection.ts';
import { assignmentEffects } from './effects.ts';
import * as created from './migrations/0471-assignment.ts';
import * as leaders from './migrations/0613-team-leaders.ts';
import { assignmentProjection } from './projection.ts';
import { history, load, mine, teams } from './reads.ts';
import { agentsTable, entriesTable, teamsTable } from './tables.ts';

/** The domain of teams, availability and the history of assignments. */
export const assignmentDomain: EngineDomain = {
  name: 'assignment',
  migrations: [
    { version: 471, ...created },
    { version: 613, ...leaders },
  ],
  projections: { assignment: assignmentProjection },
  dumps: { assignment: dumpTables(teamsTable, agentsTable, entriesTable) },
  reads: {
    'assignment.mine': mine,
    'assignment.teams': teams,
    'assignment.load': load,
    'assignment.history': history,
  },
  effects: assignmentEffects,
  bookkeeping: ['assignment.recorded', 'assignment.trimmed'],
  activity: {
    'assignment.team_saved': ({ team }) => ({
      values: { name: team.name },
      subject: { kind: 'support_team', id: team.id },
    }),
    'assignment.leader_left': ({ team, name }) => ({
      values: { team: team.name, name },
      subject: { kind: 'support_team', id: team.id },
    }),
    'assignment.availability_changed': ({ name, state }) => ({ values: { name, state }, subject: null }),
    'assignment.capacity_set': ({ name, capacity }) => ({ values: { name, capacity }, subject: null }),
    'assignment.recorded': ({ entry }) => ({
      values: { kind: entry.kind, name: entry.subjectName },
      subject: { kind: 'conversation', id: entry.conversationId },
    }),
    'assignment.trimmed': () => ({ values: {}, subject: null }),
  },
};
