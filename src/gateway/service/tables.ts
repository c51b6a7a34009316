import { serviceRulesRow } from '#shared/rows/service.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** The rules: one row, or none where nobody has set any. */
export const rulesTable = defineTable(serviceRulesRow, { name: 'service_rules', identity: ['id'] });

/**
 * What the sweep looks at: for each conversation with clocks, when something is to be reported about them next, and the version of the
 * rules that they follow. The clocks themselves are in the conversation.
 */
export const clocksTable = defineOwnTable('service_clocks', ['conversationId'], {
  conversationId: own<string>(),
  nextAt: own<number | null>(),
  version: own<number>(),
});
