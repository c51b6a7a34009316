import {
  type Agent,
  type AgentLoad,
  type AssignmentEntry,
  MAX_TEAMS,
  newAgent,
  type SupportTeam,
} from '#shared/domain/assignment.ts';
import { countOpen } from '../chat/index.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { agentsTable, entriesTable, teamsTable } from './tables.ts';

/** Agents listed at most. */
const MAX_AGENTS = 1000;

const teamById = rowQuery(teamsTable, 'WHERE id = ?');
const teamByName = rowQuery(teamsTable, 'WHERE name = ? COLLATE NOCASE AND archived = 0');
const allTeams = rowQuery(teamsTable, `ORDER BY name, id LIMIT ${4 * MAX_TEAMS}`);
const intake = rowQuery(teamsTable, 'WHERE intake = 1 LIMIT 1');
const automatic = rowQuery(teamsTable, `WHERE automatic = 1 LIMIT ${MAX_TEAMS}`);
const agentById = rowQuery(agentsTable, 'WHERE user_id = ?');
const allAgents = rowQuery(agentsTable, `ORDER BY user_id LIMIT ${MAX_AGENTS}`);
const absent = rowQuery(
  agentsTable,
  `WHERE state <> 'offline' AND user_id NOT IN (SELECT user_id FROM connected_agents) LIMIT ${MAX_AGENTS}`,
);
const entriesBefore = rowQuery(
  entriesTable,
  'WHERE conversation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
);

/** Returns a team; undefined if there is none. */
export function findTeam(sql: Sql, id: string): SupportTeam | undefined {
  return teamById.get(sql, id);
}

/** Returns the team of a name that is not archived. */
export function teamNamed(sql: Sql, name: string): SupportTeam | undefined {
  return teamByName.get(sql, name);
}

/** Returns all teams by name, archived ones too. */
export function listTeams(sql: Sql): SupportTeam[] {
  return allTeams.all(sql);
}

/** Returns the team that new conversations go to. */
export function intakeTeam(sql: Sql): SupportTeam | undefined {
  return intake.get(sql);
}

/** Returns the teams whose conversations are assigned automatically. */
export function automaticTeams(sql: Sql): SupportTeam[] {
  return automatic.all(sql);
}

/** Counts the teams, archived ones too. */
export function countTeams(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM support_teams').get()?.n ?? 0;
}

/** Returns an agent; one who has never chosen an availability is offline. */
export function findAgent(sql: Sql, userId: string): Agent {
  return agentById.get(sql, userId) ?? newAgent(userId);
}

/** Returns the agents who have ever chosen an availability or been given a capacity. */
export function listAgents(sql: Sql): Agent[] {
  return allAgents.all(sql);
}

/** Returns the agents who are not offline and have no console connected. */
export function absentAgents(sql: Sql): Agent[] {
  return absent.all(sql);
}

/** Whether an agent has a console connected. */
export function isConnected(sql: Sql, userId: string): boolean {
  return sql.prepare('SELECT 1 FROM connected_agents WHERE user_id = ?').get(userId) !== undefined;
}

/** Returns those of some people who are online with a console connected, with what they have. */
export function availableAgents(sql: Sql, userIds: readonly string[]): AgentLoad[] {
  const found = sql
    .prepare<[string], Omit<AgentLoad, 'open'>>(
      `SELECT a.user_id AS userId, a.capacity, a.last_assigned_seq AS lastAssignedSeq FROM agents a
       WHERE a.state = 'online' AND a.user_id IN (SELECT user_id FROM connected_agents)
         AND a.user_id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(userIds));
  return found.map((agent) => ({ ...agent, open: countOpen(sql, agent.userId) }));
}

/** Returns the agents whose conversations are to go back to the queues. */
export function agentsGivingBack(
  sql: Sql,
  limit: number,
): { readonly userId: string; readonly givesBack: 'waiting' | 'all' }[] {
  return sql
    .prepare<[number], { userId: string; givesBack: 'waiting' | 'all' }>(
      "SELECT user_id AS userId, gives_back AS givesBack FROM agents WHERE gives_back <> 'nothing' LIMIT ?",
    )
    .all(limit);
}

/** Returns a page of the history of a conversation's assignment, newest first. */
export function listEntries(
  sql: Sql,
  conversationId: string,
  beforeSeq: number,
  limit: number,
): AssignmentEntry[] {
  return entriesBefore.all(sql, conversationId, beforeSeq, limit);
}

/** Returns the time of the oldest line of the history, ms; null if there is none. */
export function oldestEntry(sql: Sql): number | null {
  const oldest = sql
    .prepare<[], { at: number }>('SELECT at FROM assignment_entries ORDER BY at LIMIT 1')
    .get();
  return oldest?.at ?? null;
}
