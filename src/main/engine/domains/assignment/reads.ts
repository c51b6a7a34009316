import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type Agent, MAX_TEAMS, newAgent } from '#shared/domain/assignment.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, ownUserId, type Reader } from '../../store/reader.ts';
import { membersTable } from '../team/index.ts';
import { type ExpectedTeam, expectedTeams } from './effects.ts';
import { agentsTable, entriesTable, teamsTable } from './tables.ts';

/** Lines of a conversation's history that are shown. */
const MAX_LINES = 200;

/** Returns the user's own availability. */
export function mine(reader: Reader): MethodOutput<'assignment.mine'> {
  const userId = ownUserId(reader);
  const stored = reader.get<StoredRow>(
    `SELECT ${agentsTable.select()} FROM agents WHERE user_id = ?`,
    userId,
  );
  return {
    agent: stored ? agentsTable.decode(stored) : newAgent(userId),
    asOf: asOf(reader, ['assignment']),
  };
}

function allTeams(reader: Reader): ExpectedTeam[] {
  const stored = reader.all<StoredRow>(
    `SELECT ${teamsTable.select()} FROM support_teams LIMIT ${4 * MAX_TEAMS}`,
  );
  return expectedTeams(reader, stored.map(teamsTable.decode)).sort(
    (a, b) => Number(a.archived) - Number(b.archived) || a.name.localeCompare(b.name),
  );
}

/** Lists the teams, archived ones last. */
export function teams(reader: Reader): MethodOutput<'assignment.teams'> {
  return { teams: allTeams(reader), asOf: asOf(reader, ['assignment']) };
}

interface Held {
  readonly userId: string;
  readonly open: number;
  readonly waiting: number;
  readonly oldestWaiting: number | null;
}

/** Lists who has how much, and who waits in which queue. */
export function load(reader: Reader): MethodOutput<'assignment.load'> {
  const members = reader
    .all<StoredRow>(
      `SELECT ${membersTable.select()} FROM team_members WHERE role <> 'viewer' ORDER BY name COLLATE NOCASE, id LIMIT 1000`,
    )
    .map(membersTable.decode);
  const agents = new Map<string, Agent>(
    reader
      .all<StoredRow>(`SELECT ${agentsTable.select()} FROM agents LIMIT 1000`)
      .map((stored) => agentsTable.decode(stored))
      .map((agent) => [agent.userId, agent]),
  );
  const held = new Map(
    reader
      .all<Held>(
        `SELECT assignee_id AS userId, count(*) AS open, count(waiting_since) AS waiting, min(waiting_since) AS oldestWaiting
         FROM conversations WHERE active <> 0 AND status = 'open' AND assignee_id IS NOT NULL GROUP BY assignee_id LIMIT 1000`,
      )
      .map((row) => [row.userId, row]),
  );
  const queues = reader.all<MethodOutput<'assignment.load'>['queues'][number]>(
    `SELECT team_id AS teamId, count(*) AS waiting, min(waiting_since) AS oldestWaiting FROM conversations
     WHERE active <> 0 AND active = 1 AND status = 'open' AND assignee_id IS NULL AND waiting_since IS NOT NULL
     GROUP BY team_id LIMIT ${4 * MAX_TEAMS}`,
  );
  const all = allTeams(reader);
  return {
    agents: members.map(({ id, name, role }) => ({
      ...(agents.get(id) ?? newAgent(id)),
      name,
      role,
      teamIds: all
        .filter(({ archived, memberIds }) => !archived && memberIds.includes(id))
        .map((team) => team.id),
      open: held.get(id)?.open ?? 0,
      waiting: held.get(id)?.waiting ?? 0,
      oldestWaiting: held.get(id)?.oldestWaiting ?? null,
    })),
    queues,
    asOf: asOf(reader, ['assignment', 'chat', 'team']),
  };
}

/** Returns the history of a conversation's assignment, newest first. */
export function history(
  reader: Reader,
  { conversationId }: MethodInput<'assignment.history'>,
): MethodOutput<'assignment.history'> {
  const rows = reader
    .all<StoredRow>(
      `SELECT ${entriesTable.select()} FROM assignment_entries WHERE conversation_id = ? ORDER BY seq DESC LIMIT ${MAX_LINES}`,
      conversationId,
    )
    .map(entriesTable.decode);
  return {
    rows,
    asOf: asOf(reader, ['assignment']),
    ...olderThan(reader, {
      channel: 'assignment',
      kind: 'assignment_entry',
      of: { kind: 'conversation', id: conversationId },
      before: null,
      isLast: rows.length < MAX_LINES,
      at: rows.at(-1)?.at ?? null,
    }),
  };
}
