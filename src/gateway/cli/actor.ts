import { v7 as uuidv7 } from 'uuid';
import type { CommandData, CommandResult, CommandType } from '#shared/protocol/commands/index.ts';
import { commandDefinition } from '#shared/protocol/commands/index.ts';
import { isTransient } from '#shared/protocol/errors.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { SYSTEM_CLOCK } from '../execute/index.ts';
import { CommandError, type Principal } from '../kernel.ts';
import type { OfflineGateway } from './offline.ts';
import { UsageError } from './output.ts';
import { systemUser } from './use.ts';

/** Who runs a command on the command line: the system's user. Whoever can read the database may do everything. */
function operator(): Principal {
  return { actor: systemUser(), permissions: new Set(PERMISSIONS) };
}

/**
 * Runs a command as the gateway does for consoles: the same rules, the same audit. Throws a UsageError with the reason where it is
 * refused, and a CommandError where it could not be decided.
 */
export async function runAsOperator<T extends CommandType>(
  { executor }: OfflineGateway,
  type: T,
  data: CommandData<T>,
): Promise<CommandResult<T>> {
  const envelope = { id: uuidv7(), type, data, at: SYSTEM_CLOCK.now() };
  const reply = await executor.submit(operator(), envelope);
  if (!reply.ok) {
    const { code, field, message } = reply.error;
    if (isTransient(code)) throw new CommandError(reply.error);
    throw new UsageError(code === 'invalid' && field !== undefined ? `${field}: ${message}` : message);
  }
  const output = commandDefinition(type)?.output.parse(reply.result);
  // The definition of the type parses its own result.
  return output as CommandResult<T>;
}
