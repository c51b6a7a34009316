import type { TeamUser } from '#shared/domain/admin.ts';
import { addUser, findLogin, findUser, newUser, principalOf } from '../auth/index.ts';
import type { CommandContext, Principal } from '../kernel.ts';

/** The team of the demo shop. No password opens these accounts; a demo gateway signs in with one click. */
export const PERSONAS: readonly TeamUser[] = [
  { id: 'demo-ava', username: 'ava', name: 'Ava Lindqvist', role: 'agent' },
  { id: 'demo-jonas', username: 'jonas', name: 'Jonas Weber', role: 'agent' },
  { id: 'demo-marco', username: 'marco', name: 'Marco Reyes', role: 'manager' },
  { id: 'demo-ines', username: 'ines', name: 'Ines Okafor', role: 'admin' },
];

/** Adds the missing personas whose usernames are free; call inside a transaction. */
export function ensurePersonas(context: CommandContext): void {
  for (const user of PERSONAS) {
    if (findUser(context.sql, user.id) || findLogin(context.sql, user.username)) continue;
    context.write(addUser, newUser(user, null, context.now, true));
    context.emit('admin.user_created', { user });
  }
}

/** Returns the principal of one of the two agents. */
export function agentPrincipal(index: number): Principal {
  const agent = PERSONAS[index % 2];
  if (!agent) throw new RangeError('there is no such agent');
  return principalOf(agent);
}
