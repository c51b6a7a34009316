import { z } from 'zod';
import { perConnection, tableOn } from '../db/tables.ts';
import { defineWrite, type Projection } from '../kernel.ts';
import { findAgent } from './queries.ts';
import { agentsTable, connectedTable, entriesTable, teamsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const agents = tableOn(sql, agentsTable);
  const connected = tableOn(sql, connectedTable);
  return {
    agents,
    setLastAssigned: agents.updater(['lastAssignedSeq']),
    setGivesBack: agents.updater(['givesBack']),
    connected,
    disconnect: connected.remover(),
    teams: tableOn(sql, teamsTable),
    setIntake: sql.prepare<[string]>('UPDATE support_teams SET intake = 0 WHERE id <> ? AND intake = 1'),
    entries: tableOn(sql, entriesTable),
    trim: sql.prepare<[number]>('DELETE FROM assignment_entries WHERE at < ?'),
  };
});

/** Updates the tables of assignment from its events. */
export const assignmentProjection: Projection = {
  'assignment.team_saved': ({ sql }, { data: { team } }) => {
    writes(sql).teams.upsert(team, {});
    if (team.intake) writes(sql).setIntake.run(team.id);
  },
  'assignment.leader_left': ({ sql }, { data: { team } }) => {
    writes(sql).teams.upsert(team, {});
  },
  'assignment.availability_changed': ({ sql }, { data: { userId, state, cause, since } }) => {
    const givesBack = cause === 'left' ? 'all' : state === 'offline' ? 'waiting' : 'nothing';
    writes(sql).agents.upsert({ ...findAgent(sql, userId), state, cause, since }, { givesBack });
  },
  'assignment.capacity_set': ({ sql }, { data: { userId, capacity } }) => {
    const givesBack = sql
      .prepare<[string], { given: string }>('SELECT gives_back AS given FROM agents WHERE user_id = ?')
      .get(userId)?.given;
    const agent = { ...findAgent(sql, userId), capacity };
    writes(sql).agents.upsert(agent, { givesBack: givesBack ?? 'nothing' });
  },
  'assignment.recorded': ({ sql }, { seq, data: { entry } }) => {
    writes(sql).entries.insert({ ...entry, seq }, {});
    if (entry.kind === 'assigned' && entry.subjectId !== null)
      writes(sql).setLastAssigned(seq, entry.subjectId);
  },
  'assignment.trimmed': ({ sql }, { data: { before } }) => void writes(sql).trim.run(before),
};

/** Marks an agent's conversations as given back. */
export const gaveBack = defineWrite(
  'assignment.gave_back',
  z.strictObject({ userId: z.string() }),
  ({ sql }, { userId }) => void writes(sql).setGivesBack('nothing', userId),
);

/** Notes whether an agent has a console connected. */
export const setConnected = defineWrite(
  'assignment.set_connected',
  z.strictObject({ userId: z.string(), connected: z.boolean() }),
  ({ sql }, { userId, connected }) => {
    if (connected) writes(sql).connected.upsert({}, { userId });
    else writes(sql).disconnect(userId);
  },
);

/** Notes that nobody is connected, when the gateway starts. */
export const noneConnected = defineWrite(
  'assignment.none_connected',
  z.strictObject({}),
  ({ sql }) => void writes(sql).connected.clear(),
);
