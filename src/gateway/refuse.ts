import type { ErrorCode, ProtocolError } from '#shared/protocol/errors.ts';
import { CommandError } from './kernel.ts';

/** Refuses a command: throws a `CommandError`, which undoes everything the command did. */
export function refuse(
  code: ErrorCode,
  message: string,
  detail: Partial<Omit<ProtocolError, 'code' | 'message'>> = {},
): never {
  throw new CommandError({ code, message, ...detail });
}

/** Refuses a command because of one field of its data. */
export function refuseField(field: string, message: string): never {
  return refuse('invalid', message, { field });
}
