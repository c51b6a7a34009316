import { ReorderPolicy } from '../domain/reorder.ts';
import { defineRow } from './define.ts';

/** What the workspace decides about reordering; one row at most. */
export const reorderPolicyRow = defineRow({ kind: 'reorder_policy', schema: ReorderPolicy, key: ['id'] });
