import { MAX_PLACE, type Waiting } from '#shared/domain/assignment.ts';
import type { Sql } from '../kernel.ts';

/*
 * Conversations by who has them, and those that nobody has. All is read from indexes of what is not resolved, or of what waits.
 */

/** A conversation whose customer waits and that nobody has; the condition of its index. */
const IN_QUEUE = "assignee_id IS NULL AND status = 'open' AND waiting_since IS NOT NULL";
/** An open conversation that somebody has. The index is of those that are not resolved. */
const OPEN_OF = "assignee_id = ? AND status = 'open' AND status <> 'resolved'";

/** Counts an agent's open conversations. */
export function countOpen(sql: Sql, userId: string): number {
  const counted = sql
    .prepare<[string], { n: number }>(`SELECT count(*) AS n FROM conversations WHERE ${OPEN_OF}`)
    .get(userId);
  return counted?.n ?? 0;
}

/** Returns some of an agent's open conversations. */
export function openOf(sql: Sql, userId: string, limit: number): string[] {
  return sql
    .prepare<[string, number], { id: string }>(`SELECT id FROM conversations WHERE ${OPEN_OF} LIMIT ?`)
    .all(userId, limit)
    .map(({ id }) => id);
}

/** Returns some of an agent's conversations that are not resolved. */
export function unresolvedOf(sql: Sql, userId: string, limit: number): string[] {
  return sql
    .prepare<[string, number], { id: string }>(
      "SELECT id FROM conversations WHERE assignee_id = ? AND status <> 'resolved' LIMIT ?",
    )
    .all(userId, limit)
    .map(({ id }) => id);
}

/** Returns some of an agent's open conversations of some teams whose customers wait. */
export function waitingOf(sql: Sql, userId: string, teamIds: readonly string[], limit: number): string[] {
  return sql
    .prepare<[string, string, number], { id: string }>(
      `SELECT id FROM conversations WHERE ${OPEN_OF} AND waiting_since IS NOT NULL
         AND team_id IN (SELECT value FROM json_each(?)) LIMIT ?`,
    )
    .all(userId, JSON.stringify(teamIds), limit)
    .map(({ id }) => id);
}

/** Returns the conversations of a team's queue, who has waited longest first; `teamId` is empty for those without a team. */
export function queueOf(sql: Sql, teamId: string, limit: number): Waiting[] {
  return sql
    .prepare<[string, number], Waiting>(
      `SELECT id AS conversationId, coalesce(team_id, '') AS teamId, waiting_since AS waitingSince FROM conversations
       INDEXED BY conversations_in_queue WHERE coalesce(team_id, '') = ? AND ${IN_QUEUE} ORDER BY waiting_since, id LIMIT ?`,
    )
    .all(teamId, limit);
}

/**
 * Returns a conversation's place in the queue of its team, 1 for the next; MAX_PLACE for this place or a later one, null where its
 * customer does not wait or somebody has it.
 */
export function placeInQueue(sql: Sql, conversationId: string): number | null {
  const own = sql
    .prepare<[string], { team: string; since: number }>(
      `SELECT coalesce(team_id, '') AS team, waiting_since AS since FROM conversations WHERE id = ? AND ${IN_QUEUE}`,
    )
    .get(conversationId);
  if (!own) return null;
  const before = sql
    .prepare<[string, number, string], { n: number }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM conversations INDEXED BY conversations_in_queue
       WHERE coalesce(team_id, '') = ? AND ${IN_QUEUE} AND (waiting_since, id) < (?, ?) LIMIT ${MAX_PLACE - 1})`,
    )
    .get(own.team, own.since, conversationId);
  return (before?.n ?? 0) + 1;
}
