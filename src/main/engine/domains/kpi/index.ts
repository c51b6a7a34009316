import type { EngineDomain } from '../../store/domain.ts';
import { dumpTables } from '../../store/projection.ts';
import { kpiEffects } from './effects.ts';
import * as created from './migrations/0612-kpi.ts';
import { kpiProjection } from './projection.ts';
import { history, list, preview } from './reads.ts';
import { daysTable, kpisTable, resultsTable } from './tables.ts';

const about = (id: string) => ({ kind: 'kpi', id });

/** The domain of KPIs. */
export const kpiDomain: EngineDomain = {
  name: 'kpi',
  migrations: [{ version: 612, ...created }],
  projections: { kpi: kpiProjection },
  dumps: { kpi: dumpTables(kpisTable, resultsTable, daysTable) },
  reads: { 'kpi.list': list, 'kpi.history': history, 'kpi.preview': preview },
  effects: kpiEffects,
  bookkeeping: ['kpi.counted', 'kpi.trimmed'],
  activity: {
    'kpi.saved': ({ kpi }) => ({ values: { name: kpi.name }, subject: about(kpi.id) }),
    'kpi.owner_left': ({ kpi, name }) => ({ values: { kpi: kpi.name, name }, subject: about(kpi.id) }),
    'kpi.reached': ({ kpi }) => ({ values: { name: kpi.name }, subject: about(kpi.id) }),
    'kpi.window_opened': ({ kpi }) => ({ values: { name: kpi.name }, subject: about(kpi.id) }),
    'kpi.result_corrected': ({ name, result }) => ({ values: { name }, subject: about(result.kpiId) }),
    'kpi.counted': () => ({ values: {}, subject: null }),
    'kpi.recounted': ({ corrected }) => ({ values: { count: corrected }, subject: null }),
    'kpi.trimmed': () => ({ values: {}, subject: null }),
  },
};
