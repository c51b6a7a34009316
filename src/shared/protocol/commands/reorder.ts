import { z } from 'zod';
import { ReorderTerms } from '../../domain/reorder.ts';
import { command } from './define.ts';

/** Commands about reordering. */
export const reorderCommands = {
  /**
   * Sets the workspace's terms. `expected` is the revision that the user saw; if it has changed since, the command is refused
   * (`conflict`) with the present policy as `current`.
   */
  'reorder.set_policy': command({
    input: z.strictObject({ terms: ReorderTerms, expected: z.int().min(0) }),
    output: z.object({ revision: z.int() }),
    permission: 'reorder:write',
    subject: () => 'reorder_policy:workspace',
  }),
} as const;
