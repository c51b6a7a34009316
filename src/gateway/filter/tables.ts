import type { SlowRule } from '#shared/domain/filter.ts';
import { filterRulesRow, filterTallyRow } from '#shared/rows/filter.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** The rules: one row, or none where nobody has set any. */
export const rulesTable = defineTable(filterRulesRow, { name: 'filter_rules', identity: ['id'] });

/** What was counted, by day and rule, and since counting began. */
export const talliesTable = defineTable(filterTallyRow, {
  name: 'filter_tallies',
  identity: ['day', 'rule'],
});

/** The messages of visitors that had to wait, so that a retry counts once and the audit gets a row an hour. */
export const slowedTable = defineOwnTable('filter_slowed', ['visitor', 'messageId'], {
  visitor: own<string>(),
  messageId: own<string>(),
  rule: own<SlowRule>(),
  at: own<number>(),
  auditedAt: own<number>(),
});

/** Which messages visitors have sent lately, without what they say. */
export const sentTable = defineOwnTable('filter_sent', ['visitor', 'at', 'messageId'], {
  visitor: own<string>(),
  at: own<number>(),
  messageId: own<string>(),
});
