import { type Availability, type AvailabilityCause, afterAvailability } from '#shared/domain/assignment.ts';
import { findUser } from '../auth/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { absentAgents, findAgent, isConnected } from './queries.ts';

/** Sets an agent's availability. Returns it as it is afterwards. */
export function setAvailability(
  context: CommandContext,
  userId: string,
  to: { readonly state: Availability; readonly cause: AvailabilityCause },
): Availability {
  const before = findAgent(context.sql, userId);
  const next = afterAvailability(before, to);
  if (next === null) return before.state;
  const name = findUser(context.sql, userId)?.name ?? '';
  context.emit('assignment.availability_changed', { userId, name, ...next, since: context.now });
  return next.state;
}

/** Makes an agent offline, or all but some, who is not, and who has no console connected. */
export function endAbsent(context: CommandContext, who: string | ReadonlySet<string>): void {
  for (const { userId } of absentAgents(context.sql)) {
    if (typeof who === 'string' ? who === userId : !who.has(userId))
      setAvailability(context, userId, { state: 'offline', cause: 'gone' });
  }
}

/** Handlers of the commands on one's own availability. */
export const availabilityHandlers: GatewayModule['commands'] = {
  'assignment.set_availability': (context, { state }) => {
    const { actor } = context.principal;
    if (!findUser(context.sql, actor.id)) refuse('unknown_member', {});
    if (state !== 'offline' && !isConnected(context.sql, actor.id)) refuse('availability_unconnected', {});
    return { state: setAvailability(context, actor.id, { state, cause: 'chosen' }) };
  },
  'assignment.report_away': (context, { cause }) => ({
    state: setAvailability(context, context.principal.actor.id, { state: 'away', cause }),
  }),
};
