import type { ReorderPolicy } from '#shared/domain/reorder.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { reorderPolicyRow } from '#shared/rows/reorder.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { reorderPolicyTable } from './tables.ts';

const parse = parserOf(reorderPolicyRow.schema);

/** Projects the channel `reorder`: the workspace's terms. */
export function reorderProjection(context: ProjectionContext): ChannelProjection<'reorder'> {
  const policies = context.bind(reorderPolicyTable);
  const put = (policy: ReorderPolicy): boolean => {
    policies.upsert(policy, {});
    context.changes.touchTopic('reorder');
    return true;
  };
  return {
    channel: 'reorder',
    tallies: [],
    events: { 'reorder.policy_changed': ({ data }) => put(data.policy) },
    rows: { reorder_policy: (row) => void put(parse(row)) },
    clear: () => policies.clear(),
  };
}

/** Returns all rows of the channel `reorder`. */
export const dumpReorder = dumpTables(reorderPolicyTable);
