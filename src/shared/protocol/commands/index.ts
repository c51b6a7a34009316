import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { ProtocolError } from '../errors.ts';
import { invalidFrom } from '../issues.ts';
import { refused } from '../refusals.ts';
import { adminCommands } from './admin.ts';
import { alertCommands } from './alerts.ts';
import { assignmentCommands } from './assignment.ts';
import { billingCommands } from './billing.ts';
import { boardCommands } from './boards.ts';
import { cannedCommands } from './canned.ts';
import { chatCommands } from './chat.ts';
import { countCommands } from './counts.ts';
import type { CommandDefinition } from './define.ts';
import { disputeCommands } from './disputes.ts';
import { filterCommands } from './filter.ts';
import { importCommands } from './imports.ts';
import { inventoryCommands } from './inventory.ts';
import { kpiCommands } from './kpi.ts';
import { manualOrderCommands } from './manual-orders.ts';
import { orderCommands } from './orders.ts';
import { paymentCommands } from './payments.ts';
import { purchaseCommands } from './purchasing.ts';
import { reorderCommands } from './reorder.ts';
import { roomCommands } from './rooms.ts';
import { serviceCommands } from './service.ts';
import { supplierCommands } from './suppliers.ts';
import { systemCommands } from './system.ts';
import { transferCommands } from './transfers.ts';
import { usageCommands } from './usage.ts';
import { viewCommands } from './views.ts';
import { watchdogCommands } from './watchdog.ts';

/** All commands of this version, by type. */
export const COMMANDS = {
  ...inventoryCommands,
  ...countCommands,
  ...transferCommands,
  ...importCommands,
  ...orderCommands,
  ...manualOrderCommands,
  ...paymentCommands,
  ...disputeCommands,
  ...supplierCommands,
  ...purchaseCommands,
  ...chatCommands,
  ...cannedCommands,
  ...roomCommands,
  ...serviceCommands,
  ...filterCommands,
  ...assignmentCommands,
  ...alertCommands,
  ...kpiCommands,
  ...reorderCommands,
  ...watchdogCommands,
  ...adminCommands,
  ...viewCommands,
  ...boardCommands,
  ...systemCommands,
  ...usageCommands,
  ...billingCommands,
} as const;

export type CommandType = keyof typeof COMMANDS;
export type CommandData<T extends CommandType> = z.infer<(typeof COMMANDS)[T]['input']>;
export type CommandResult<T extends CommandType> = z.infer<(typeof COMMANDS)[T]['output']>;

/** A parsed command of a known type, discriminated by `type`. */
export type AnyCommand = {
  [T in CommandType]: { readonly type: T; readonly data: CommandData<T> };
}[CommandType];

const definitions: ReadonlyMap<string, CommandDefinition> = new Map(
  Object.entries(COMMANDS) as [string, CommandDefinition][],
);

/** Returns whether this version knows a command type. */
export function isCommandType(type: string): type is CommandType {
  return definitions.has(type);
}

/** Returns the declaration of a command, for code that handles all commands alike; undefined for an unknown type. */
export function commandDefinition(type: string): CommandDefinition | undefined {
  return definitions.get(type);
}

/** Returns whether a command holds secrets: it is sent directly and never stored. */
export function isSecretCommand(type: string): boolean {
  return definitions.get(type)?.secret !== undefined;
}

/** Returns whether a command is sent at once and never stored: because it holds secrets, or is declared so. */
export function isDirectCommand(type: string): boolean {
  return isSecretCommand(type) || definitions.get(type)?.direct === true;
}

/** The types of the commands that hold secrets. */
export const SECRET_COMMANDS: readonly string[] = [...definitions.keys()].filter(isSecretCommand);

/** Returns a command's data without its secrets: what may be stored, hashed and logged. */
export function withoutSecrets(type: string, data: unknown): unknown {
  const secret = definitions.get(type)?.secret;
  if (secret === undefined || typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !secret.includes(key)));
}

/** Parses a command's type and data. Errors are `invalid`; their field is `type` or a path in the data. */
export function parseCommand(type: string, data: unknown): Result<AnyCommand, ProtocolError> {
  const definition = definitions.get(type);
  if (!definition) return err(refused('unknown_command', { type: type.slice(0, 80) }, { field: 'type' }));
  const parsed = definition.input.safeParse(data);
  if (!parsed.success) return err(invalidFrom(parsed.error));
  // As in parseEvent: the map is built from COMMANDS.
  return ok({ type, data: parsed.data } as AnyCommand);
}

/** Returns a command as it is sent once its user has seen why it was refused, and sends it nevertheless. */
export function sentAgain(command: AnyCommand): AnyCommand {
  const again = definitions.get(command.type)?.again;
  // As in parseEvent: the map is built from COMMANDS.
  return again ? ({ type: command.type, data: again(command.data) } as AnyCommand) : command;
}

/** Returns the subject of a command. Commands with the same subject stay in order. */
export function subjectOf(command: AnyCommand): string {
  const definition = definitions.get(command.type);
  return definition ? definition.subject(command.data) : command.type;
}
