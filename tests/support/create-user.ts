import { v7 as uuidv7 } from 'uuid';
import type { TeamUser } from '#shared/domain/admin.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { Executor } from '../../src/gateway/kernel.ts';

/** Creates a user who signs in with a password, as the command does. Throws if it is refused. */
export async function createUser(
  executor: Pick<Executor, 'submit'>,
  user: TeamUser,
  password: string,
): Promise<void> {
  const data = { user, password };
  const command = { id: uuidv7(), type: 'admin.create_user', data, at: Date.now() };
  const reply = await executor.submit(SYSTEM_PRINCIPAL, command);
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
}
