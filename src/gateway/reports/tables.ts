import { messageTallyRow, serviceFactRow } from '#shared/rows/reports.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';

/** What happened to conversations. */
export const factsTable = defineTable(serviceFactRow, { name: 'service_facts', identity: ['id'] });

/** Messages by day. */
export const talliesTable = defineTable(messageTallyRow, {
  name: 'message_tallies',
  identity: ['day', 'by', 'key'],
});

/** Up to which sequence messages are counted: one row, or none before the first. */
export const countedTable = defineOwnTable('messages_counted', ['id'], {
  id: own<string>(),
  upToSeq: own<number>(),
});
