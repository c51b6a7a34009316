import { wholeTable } from '../db/sources.ts';
import type { GatewayModule } from '../kernel.ts';
import { importHandlers } from './commands.ts';
import { importsAudited, importsProjection } from './events.ts';
import * as m0360 from './migrations/0360-imports.ts';
import { importsRoutes } from './routes.ts';
import { sweepImports } from './sweep.ts';
import { importsTable } from './tables.ts';
import {
  checkLines,
  compareLines,
  dropLines,
  markLines,
  openWork,
  setUndo,
  setWork,
  stageLines,
} from './writes.ts';

export { listImports, readImport } from './queries.ts';

/**
 * Imports of CSV files. Their lines are compared with what there is and applied in slices, all or nothing. Listed after
 * `inventory`, which they change by its own rules.
 */
export const importsModule: GatewayModule = {
  name: 'imports',
  migrations: { '0360-imports': m0360 },
  commands: importHandlers,
  projection: importsProjection,
  writes: [openWork, stageLines, checkLines, markLines, compareLines, setWork, setUndo, dropLines],
  audited: importsAudited,
  snapshots: { imports: [wholeTable(importsTable)] },
  sweep: sweepImports,
  routes: importsRoutes,
};
