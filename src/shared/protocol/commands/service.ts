import { z } from 'zod';
import { ServiceContent, ServiceRules } from '../../domain/service-levels.ts';
import { command } from './define.ts';

const { version } = ServiceRules.shape;

/** Commands on service levels. */
export const serviceCommands = {
  /**
   * Sets the rules. `seen` is the version that the change was made on, 0 where none was set. Refused as `conflict`, with the rules as
   * they are now, if another change came first.
   */
  'service.save_rules': command({
    input: ServiceContent.extend({ seen: version }),
    output: z.object({ version }),
    permission: 'service:manage',
    subject: () => 'service',
  }),
} as const;
