import type { EngineDomain } from '../../store/domain.ts';
import { backtestSlice } from './backtest.ts';
import * as created from './migrations/0340-reorder.ts';
import { reorderEffects } from './policy.ts';
import { dumpReorder, reorderProjection } from './projection.ts';
import { reorderProposal } from './proposal.ts';
import { reorderItem, reorderList, reorderPolicy } from './reads.ts';

export { itemClasses } from './classes.ts';
export { bookedLate, newestMove, placesOf, schemaVersion } from './flows.ts';

/** What is to be ordered, calculated from stock and its movements by the reads; only the workspace's terms are kept. */
export const reorderDomain: EngineDomain = {
  name: 'reorder',
  migrations: [{ version: 340, ...created }],
  projections: { reorder: reorderProjection },
  dumps: { reorder: dumpReorder },
  reads: {
    'reorder.list': reorderList,
    'reorder.item': reorderItem,
    'reorder.proposal': reorderProposal,
    'reorder.policy': reorderPolicy,
    'reorder.backtest': backtestSlice,
  },
  effects: reorderEffects,
  activity: {
    'reorder.policy_changed': ({ policy }) => ({
      values: { serviceLevel: policy.serviceLevel, leadTimeDays: policy.leadTimeDays },
      subject: null,
    }),
  },
};
