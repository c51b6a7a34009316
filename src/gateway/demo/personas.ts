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
  ensure(context, PERSONAS, true);
}

/** Adds the missing colleagues. Call once the database is the demo's: their accounts are not personas. */
export function ensureColleagues(context: CommandContext): void {
  ensure(context, COLLEAGUES, false);
}

function ensure(context: CommandContext, people: readonly TeamUser[], persona: boolean): void {
  for (const user of people) {
    if (findUser(context.sql, user.id) || findLogin(context.sql, user.username)) continue;
    context.write(addUser, newUser(user, null, context.now, persona));
    context.emit('admin.user_created', { user });
  }
}

/** Colleagues whom the demo plays: they answer customers and order what runs short. Nobody can sign in as one of them. */
export const COLLEAGUES: readonly TeamUser[] = [
  { id: 'demo-noor', username: 'noor', name: 'Noor Haddad', role: 'agent' },
  { id: 'demo-tomasz', username: 'tomasz', name: 'Tomasz Nowak', role: 'agent' },
  { id: 'demo-elif', username: 'elif', name: 'Elif Aydin', role: 'manager' },
];
/** The people whom a colleague hands a conversation to. */
const RECEIVERS = PERSONAS.filter(({ role }) => role === 'agent');

/** Returns the colleague of a number. */
export function colleague(n: number): TeamUser {
  return at(COLLEAGUES, n);
}

/** Returns the persona who is handed the nth conversation. */
export function receiver(n: number): TeamUser {
  return at(RECEIVERS, n);
}

/** Whether a user is played by the demo. */
export function isColleague(userId: string): boolean {
  return COLLEAGUES.some(({ id }) => id === userId);
}

function at(people: readonly TeamUser[], n: number): TeamUser {
  const person = people[n % people.length];
  if (!person) throw new RangeError('there is nobody');
  return person;
}

/** Returns the principal of a member of the demo's team. */
export function asMember(user: TeamUser): Principal {
  return principalOf(user);
}
