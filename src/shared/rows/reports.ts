import { MessageTally, ServiceFact } from '../domain/reports.ts';
import { type ColumnCodec, defineRow, json } from './define.ts';

const nullableBool: ColumnCodec<boolean | null> = {
  encode: (value) => (value === null ? null : value ? 1 : 0),
  decode: (stored) => (stored === null ? null : stored === 1),
};

/** What happened to conversations. */
export const serviceFactRow = defineRow({
  kind: 'service_fact',
  schema: ServiceFact,
  key: ['id'],
  codecs: { labels: json<string[]>(), kept: nullableBool },
});
/** Messages by day. */
export const messageTallyRow = defineRow({
  kind: 'message_tally',
  schema: MessageTally,
  key: ['day', 'by', 'key'],
});
