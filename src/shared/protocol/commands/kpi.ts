import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Kpi, KpiContent } from '../../domain/kpi.ts';
import { command } from './define.ts';

const { version } = Kpi.shape;

/** Commands on KPIs. */
export const kpiCommands = {
  /**
   * Saves a KPI. `seen` is the version that the change was made on, null for a new one; refused as `conflict` if another came first.
   * Who does not manage KPIs can save goals of the teams that they lead.
   */
  'kpi.save': command({
    input: KpiContent.extend({ seen: version.nullable() }),
    output: z.object({ kpiId: Id, version }),
    permission: 'kpi:write',
    subject: ({ kpiId }) => `kpi:${kpiId}`,
  }),
} as const;
