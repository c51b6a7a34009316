import { wholeTable } from '../db/sources.ts';
import { tableOn } from '../db/tables.ts';
import type { GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import * as m0340 from './migrations/0340-reorder.ts';
import { readPolicy } from './queries.ts';
import { reorderRoutes } from './routes.ts';
import { reorderPolicyTable } from './tables.ts';

/** When to order, and how much. What is to be ordered is calculated from the stock; only the workspace's terms are kept. */
export const reorderModule: GatewayModule = {
  name: 'reorder',
  migrations: { '0340-reorder': m0340 },
  commands: {
    'reorder.set_policy': (context, { terms, expected }) => {
      const current = readPolicy(context.sql);
      if (current.revision !== expected) refuse('reorder_policy_changed', {}, { field: 'expected', current });
      const policy = { ...terms, id: 'workspace', revision: expected + 1 } as const;
      context.emit('reorder.policy_changed', { policy });
      return { revision: policy.revision };
    },
  },
  projection: {
    'reorder.policy_changed': ({ sql }, { data }) =>
      void tableOn(sql, reorderPolicyTable).upsert(data.policy, {}),
  },
  audited: {
    'reorder.policy_changed': (sql, { policy }) => ({
      record: 'reorder_policy:workspace',
      before: readPolicy(sql),
      after: policy,
    }),
  },
  snapshots: { reorder: [wholeTable(reorderPolicyTable)] },
  routes: reorderRoutes,
};
