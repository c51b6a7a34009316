import { Memos } from '../../src/gateway/execute/memos.ts';
import { applyingOn } from '../../src/gateway/execute/transactions.ts';
import type { Applying, WritableSql } from '../../src/gateway/kernel.ts';

/** Returns what a write is applied with, on a connection of its own. */
export const applying = (sql: WritableSql): Applying => applyingOn(sql, new Memos(sql));
