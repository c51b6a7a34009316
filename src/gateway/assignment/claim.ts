import { planClaims, type Waiting } from '#shared/domain/assignment.ts';
import { changeAssignee, queueOf, readConversation, unresolvedOf, waitingOf } from '../chat/index.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { gaveBack } from './events.ts';
import { agentsGivingBack, automaticTeams, availableAgents } from './queries.ts';

/** Conversations that one transaction assigns, or takes from an agent, at most. */
const SLICE = 50;

/**
 * Assigns waiting conversations of automatic teams to available agents. It decides and assigns in one transaction, so that nobody
 * else can have taken them meanwhile. Returns whether more may be left.
 */
export function claimWaiting(context: CommandContext): boolean {
  const { sql } = context;
  const teams = automaticTeams(sql);
  if (teams.length === 0) return false;
  const members = new Map(teams.map(({ id, memberIds }) => [id, memberIds]));
  const agents = availableAgents(sql, [...new Set(teams.flatMap(({ memberIds }) => memberIds))]);
  if (!agents.some(({ open, capacity }) => open < capacity)) return false;
  const waiting: Waiting[] = teams.flatMap(({ id }) => queueOf(sql, id, SLICE));
  const claims = planClaims(waiting, agents, members).slice(0, SLICE);
  for (const { conversationId, userId } of claims) {
    const stored = readConversation(sql, conversationId);
    if (stored) changeAssignee(context, stored.conversation, userId);
  }
  return claims.length === SLICE;
}

/** Takes conversations back from agents who have gone. Returns whether more may be left. */
function giveBack(context: CommandContext): boolean {
  let left = SLICE;
  const teams = automaticTeams(context.sql).map(({ id }) => id);
  for (const { userId, givesBack } of agentsGivingBack(context.sql, SLICE)) {
    const held =
      givesBack === 'all'
        ? unresolvedOf(context.sql, userId, left)
        : waitingOf(context.sql, userId, teams, left);
    for (const id of held) {
      const stored = readConversation(context.sql, id);
      if (stored) changeAssignee(context, stored.conversation, null);
    }
    left -= held.length;
    if (left === 0) return true;
    context.write(gaveBack, { userId });
  }
  return false;
}

/** Takes back what agents left, then assigns what waits. Returns when there is more to do. */
export function sweepQueues(context: CommandContext): number | null {
  const givingBack = giveBack(context);
  return claimWaiting(context) || givingBack ? AT_ONCE : null;
}
