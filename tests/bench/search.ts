import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { MethodInput, ReadName } from '#shared/bridge/index.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { migrate } from '../../src/main/engine/store/migrate.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { answerRead, CACHE_MIGRATIONS, openCache } from '../../src/main/engine/threads/cache.ts';
import { temporaryFolder } from '../support/folders.ts';
import { makeConversation, makeMessage, makeProgress } from '../support/make/conversation.ts';
import { makeBatches, makeEvent } from '../support/make/event.ts';
import { makeCustomer } from '../support/make/order.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * Milliseconds of a search in a cache of 240,000 messages in 10,000 conversations, one in 50 of them Russian, Japanese, Thai or
 * Hindi: the 95th percentile over the queries below, each the median of 15. Floor: the row of one message by its key.
 * Also: the size of the text index, and how an index is built again after an upgrade.
 */
const MESSAGES = Number(process.env['MESSAGES'] ?? 240_000);
const CONVERSATIONS = MESSAGES / 24;
const ROUNDS = 15;
const WORDS =
  'order parcel blue table lamp arrived late broken handle refund please colour size when delivery address thanks invoice again missing screws refunds refunded'.split(
    ' ',
  );
const OTHERS = [
  'Мой заказ не пришёл, верните деньги',
  '注文した商品がまだ届いていません',
  'สินค้ายังไม่มาถึงครับ',
  'मेरा ऑर्डर अभी तक नहीं आया',
];
/** A word for each 24th message, so that words are common and rare. */
const text = (n: number): string =>
  n % 50 === 0
    ? `${OTHERS[(n / 50) % OTHERS.length]} ${n}`
    : `${Array.from({ length: 8 + (n % 9) }, (_, w) => WORDS[(n * 7 + w * (3 + (n % 5))) % WORDS.length]).join(' ')} N-${n}`;

function* events(): Generator<AnyEvent> {
  for (let n = 0; n < CONVERSATIONS; n += 1) {
    const mine = n % 2_000 === 0;
    const conversation = makeConversation({
      id: `c${n}`,
      customer: makeCustomer({ id: `u${n}`, name: `Customer ${n}` }),
      subject: 'Where is my order?',
      status: n % 10 === 0 ? 'open' : 'resolved',
      assigneeId: mine ? 'me' : null,
      assigneeName: mine ? 'Me' : null,
    });
    yield makeEvent('chat.conversation_opened', { conversation });
  }
  for (let n = 0; n < MESSAGES; n += 1) {
    const k = n % CONVERSATIONS;
    yield makeEvent('chat.message_sent', {
      message: makeMessage({ id: `m${n}`, conversationId: `c${k}`, body: text(n), at: n }),
      progress: makeProgress({ status: k % 10 === 0 ? 'open' : 'resolved', lastMessageAt: n }),
    });
  }
}

const folder = temporaryFolder('search');
const file = join(folder.path, 'cache.db');
function open(): StoreWriter {
  const opened = openCache({ file, userId: 'me', now: Date.now });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value.writer;
}

let writer = open();
for (const batch of makeBatches([...events()], 200)) writer.apply(batch);
const indexBytes = (index: string): number =>
  Number(
    writer.db.prepare<[], number>(`SELECT sum(length(block)) FROM ${index}_data`).pluck().get() ?? Number.NaN,
  );

/** The median time of a read, ms. */
function time<N extends ReadName>(name: N, input: MethodInput<N>): number {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    answerRead(writer.db, name, input, Date.now());
    took.push(performance.now() - began);
  }
  return quantile(took, 0.5);
}

const palette = (words: string): number => time('search.query', { text: words, kinds: null, limit: 24 });
const list = (search: string, filter: 'mine' | 'open' | 'all'): number =>
  time('chat.list', { search, filter, sort: 'newest', limit: 50, after: null });
const queries = {
  refund: palette('refund'),
  refun: palette('refun'),
  ref: palette('ref'),
  'order refund': palette('order refund'),
  'one message': palette('N-4711'),
  пришел: palette('пришел'),
  商品: palette('商品'),
  届いていません: palette('届いていません'),
  สินค้า: palette('สินค้า'),
  'list, all, refund': list('refund', 'all'),
  'list, mine, refund': list('refund', 'mine'),
  'list, open, refund': list('refund', 'open'),
  'list, open, N-4711': list('N-4711', 'open'),
  'list, mine, пришел': list('пришел', 'mine'),
};
const one = writer.db.prepare('SELECT * FROM messages WHERE seq = ?');
const began = performance.now();
for (let n = 0; n < 1_000; n += 1) one.get(CONVERSATIONS + n * 7);
const floor = (performance.now() - began) / 1_000;
const bytes = indexBytes('messages_fts');
const bodies = Number(writer.db.prepare('SELECT sum(octet_length(body)) FROM messages').pluck().get());

const version = CACHE_MIGRATIONS.filter((m) => m.version < 180).at(-1)?.version ?? 0;
migrate(writer.db, CACHE_MIGRATIONS, version);
const before = indexBytes('messages_fts');
writer.close();
const opening = performance.now();
writer = open();
const opened = performance.now() - opening;
const slices: number[] = [];
const cpu: number[] = [];
for (let more = true; more; ) {
  const [start, used] = [performance.now(), process.threadCpuUsage()];
  more = writer.buildText(8);
  slices.push(performance.now() - start);
  const { user, system } = process.threadCpuUsage(used);
  cpu.push((user + system) / 1000);
}
writer.close();
for (const [query, ms] of Object.entries(queries)) note(`  ${query}: ${rounded(ms, 2)} ms`);
const value = quantile(Object.values(queries), 0.95);
report({
  bench: 'search',
  value: rounded(value, 2),
  unit: 'ms',
  floor: rounded(floor, 4),
  ratio: null,
  messages: MESSAGES,
  queries: Object.fromEntries(Object.entries(queries).map(([query, ms]) => [query, rounded(ms, 2)])),
  indexBytesPerMessage: rounded(bytes / MESSAGES, 1),
  indexToBodies: rounded(bytes / bodies, 2),
  earlierIndexBytesPerMessage: rounded(before / MESSAGES, 1),
  cacheMb: rounded(statSync(file).size / 1048576),
  upgradeOpensInMs: rounded(opened),
  buildMs: rounded(slices.reduce((sum, ms) => sum + ms, 0)),
  longestSliceMs: rounded(Math.max(...slices), 1),
  // Of the processor alone, without what other programs take and without waiting for the disk.
  longestSliceCpuMs: rounded(Math.max(...cpu), 1),
  sliceCpuP99Ms: rounded(quantile(cpu, 0.99), 1),
  sliceP99Ms: rounded(quantile(slices, 0.99), 1),
});
folder.remove();
