import type { z } from 'zod';
import type { Permission } from '../permissions.ts';

/** What is declared of a command: its data, its result, what it takes to be allowed, and what it must stay in order with. */
export interface CommandDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  readonly permission: Permission;
  /** Commands with the same subject are sent first in, first out. */
  readonly subject: (data: z.infer<I>) => string;
}

/** Declares a command; the identity function, there for its types. */
export function command<I extends z.ZodType, O extends z.ZodType>(
  definition: CommandDefinition<I, O>,
): CommandDefinition<I, O> {
  return definition;
}
