import type { z } from 'zod';
import type { Permission } from '../permissions.ts';

/** The declaration of a command: schemas of its data and result, the permission it requires, and its subject. */
export interface CommandDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  readonly permission: Permission;
  /** Commands with the same subject are sent in the order they were submitted. */
  readonly subject: (data: z.infer<I>) => string;
}

/** Declares a command. Returns the declaration unchanged; the function exists for its types. */
export function command<I extends z.ZodType, O extends z.ZodType>(
  definition: CommandDefinition<I, O>,
): CommandDefinition<I, O> {
  return definition;
}
