import { z } from 'zod';
import { DEFAULT_POLICY, ReorderPolicy } from '#shared/domain/reorder.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';
import { reorderPolicyTable } from './tables.ts';

const PolicyEffect = z.object({ kind: z.literal('reorder_policy'), policy: ReorderPolicy });

/** The effects of commands about reordering. */
export const reorderEffects: Effects<z.infer<typeof PolicyEffect>> = {
  schema: PolicyEffect,
  of: {
    'reorder.set_policy': ({ terms, expected }) => ({
      kind: 'reorder_policy',
      policy: { ...terms, id: 'workspace', revision: expected + 1 },
    }),
  },
  topic: () => ({ topic: 'reorder', key: null }),
};

/** The workspace's terms as they will be with the unsettled commands, and the confirmed revision. */
export interface CurrentPolicy {
  readonly policy: ReorderPolicy;
  readonly pending: boolean;
  readonly confirmed: number;
}

/** Returns what the workspace has decided about reordering, or the defaults. */
export function currentPolicy(reader: Reader): CurrentPolicy {
  const stored = reader.get<StoredRow>(
    `SELECT ${reorderPolicyTable.select()} FROM reorder_policy WHERE id = 'workspace'`,
  );
  const confirmed = stored === undefined ? DEFAULT_POLICY : reorderPolicyTable.decode(stored);
  const pending = pendingEffects(reader, PolicyEffect).at(-1);
  return {
    policy: pending?.effect.policy ?? confirmed,
    pending: pending !== undefined,
    confirmed: confirmed.revision,
  };
}
