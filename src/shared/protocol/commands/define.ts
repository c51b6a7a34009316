import type { z } from 'zod';
import type { Permission } from '../permissions.ts';

/** The declaration of a command: schemas of its data and result, the permission it requires, and its subject. */
export interface CommandDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  readonly permission: Permission;
  /** Commands with the same subject are sent in the order they were submitted. */
  readonly subject: (data: z.infer<I>) => string;
  /**
   * The fields of the data that hold secrets. Such a command is sent only while the console is connected and is stored
   * nowhere: not in the outbox, a log, the audit, or the fingerprint that recognises a repeated command.
   */
  readonly secret?: readonly string[];
  /** Whether the audit leaves its subject out: only what the module's `audited` says is named there. */
  readonly discreet?: boolean;
  /** Whether it is sent only while the console is connected, and never stored in the outbox, though it holds no secrets. */
  readonly direct?: boolean;
  /** The data with which it is sent once its user has seen why it was refused, and sends it nevertheless. */
  readonly again?: (data: z.infer<I>) => z.infer<I>;
}

/** Declares a command. Returns the declaration unchanged; the function exists for its types. */
export function command<I extends z.ZodType, O extends z.ZodType>(
  definition: CommandDefinition<I, O>,
): CommandDefinition<I, O> {
  return definition;
}
