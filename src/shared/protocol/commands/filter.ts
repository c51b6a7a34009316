import { z } from 'zod';
import { FilterContent, FilterRules } from '../../domain/filter.ts';
import { command } from './define.ts';

const { version } = FilterRules.shape;

/** Commands on the message filter. */
export const filterCommands = {
  /**
   * Sets the rules. `seen` is the version that the change was made on, 0 where none was set. Refused as `conflict`, with the rules as
   * they are now, if another change came first.
   */
  'filter.save_rules': command({
    input: FilterContent.extend({ seen: version }),
    output: z.object({ version }),
    permission: 'filter:manage',
    subject: () => 'filter',
  }),
} as const;
