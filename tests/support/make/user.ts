import { v7 as uuidv7 } from 'uuid';
import type { TeamUser } from '#shared/domain/admin.ts';

/** An agent. The username and name are derived from the id. */
export function makeUser(overrides: Partial<TeamUser> = {}): TeamUser {
  const id = overrides.id ?? uuidv7();
  return { id, username: id, name: `Name ${id}`, role: 'agent', ...overrides };
}
