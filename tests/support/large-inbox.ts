import type { Database } from 'better-sqlite3';
import {
  CONVERSATION_CHANNELS,
  type Conversation,
  isInWork,
  isUnassigned,
  isUnread,
  PRIORITIES,
  preview,
} from '#shared/domain/chat.ts';
import type { ServiceClocks } from '#shared/domain/service-levels.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { BoundTable } from '#shared/rows/table.ts';
import { listKeys } from '../../src/main/engine/domains/chat/conversations.ts';
import {
  conversationLabelsTable,
  conversationsTable,
  messagesTable,
  participantsTable,
} from '../../src/main/engine/domains/chat/tables.ts';
import { createSql } from '../../src/main/engine/store/sql.ts';
import { foldWords, indexText } from '../../src/main/engine/store/text.ts';
import { makeConversation } from './make/conversation.ts';
import { seeded } from './random.ts';

/** How much a large inbox holds, and whose cache it is. */
export interface InboxScale {
  readonly conversations: number;
  /** Messages in all conversations together; each has at least one, and a few have very many. */
  readonly messages: number;
  /** The time of the newest message, ms. */
  readonly now: number;
  /** The user whose cache it is. Default: that of `openTestCache`. */
  readonly userId?: string;
  /** The share of conversations that are not resolved. Default: 0.1. */
  readonly unresolved?: number;
  readonly seed?: number;
}

/** The people, teams, labels and customers of a large inbox. */
export const INBOX_AGENTS = ['agent-1', 'agent-2', 'agent-3', 'agent-4', 'agent-5', 'agent-6'] as const;
export const INBOX_TEAMS = ['team-1', 'team-2', 'team-3'] as const;
/** Sorted from the one that most conversations have to the one that a handful have. */
export const INBOX_LABELS = ['delivery', 'refund', 'invoice', 'vip', 'damaged', 'recall'] as const;
const LABEL_SHARES = [0.3, 0.1, 0.05, 0.01, 0.002, 0.0004] as const;

/** Over how long the conversations are spread, ms. */
const SPREAD_MS = 365 * DAY_MS;
const WORDS =
  'order parcel arrived late please send invoice missing screws chair lamp refund colour return label tomorrow delivery address change thanks shelf table'.split(
    ' ',
  );
/** Columns of the tables that are filled. Their indexes are built at the end, which is several times faster. */
const FILLED = [
  conversationsTable.name,
  messagesTable.name,
  conversationLabelsTable.name,
  participantsTable.name,
];

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error('Nothing to pick from.');
  return one;
};

function sentence(random: Random): string {
  return Array.from({ length: 4 + Math.floor(random() * 8) }, () => pick(random, WORDS)).join(' ');
}

/** A clock that runs for half of those who wait: some ran out, some warn, most have time. */
function clocksOf(random: Random, waitingSince: number | null, now: number): ServiceClocks | null {
  if (waitingSince === null || random() < 0.5) return null;
  const dueAt = now + Math.round((random() - 0.3) * 2 * DAY_MS);
  const reply = {
    kind: 'first_reply' as const,
    startedAt: waitingSince,
    targetMs: HOUR_MS,
    warnAt: dueAt - 6 * HOUR_MS,
    dueAt,
    told: 'nothing' as const,
  };
  return { version: 1, replied: false, reply, resolution: null, resolvedAt: null };
}

/** A conversation without its messages. The later its number, the younger it is and the rather it is not resolved. */
function conversation(
  random: Random,
  n: number,
  { conversations, now, unresolved = 0.1 }: InboxScale,
): Conversation {
  const createdAt = now - SPREAD_MS + Math.floor(((n + random()) * (SPREAD_MS - DAY_MS)) / conversations);
  // Most of what is open is young, and some is as old as the inbox.
  const age = 1 - n / conversations;
  const isOpen = random() < (age < unresolved ? 0.9 : 0.1 * unresolved);
  const status = isOpen ? pick(random, ['open', 'open', 'open', 'pending', 'snoozed'] as const) : 'resolved';
  const customer = Math.floor(random() * conversations * 0.7);
  const assignee = isOpen && random() < 0.3 ? null : pick(random, INBOX_AGENTS);
  const waitingSince = status === 'open' && random() < 0.5 ? createdAt + MINUTE_MS : null;
  return makeConversation({
    id: `talk-${String(n).padStart(7, '0')}`,
    customer: {
      id: `customer-${customer}`,
      name: `Customer ${customer}`,
      email: `customer${customer}@example.com`,
    },
    subject: n % 3 === 0 ? sentence(random) : null,
    status,
    priority: random() < 0.7 ? 'none' : pick(random, PRIORITIES),
    labels: INBOX_LABELS.filter((_, i) => random() < (LABEL_SHARES[i] ?? 0)),
    assigneeId: assignee,
    assigneeName: assignee,
    channel: random() < 0.9 ? 'widget' : pick(random, CONVERSATION_CHANNELS),
    createdAt,
    waitingSince,
    snoozedUntil: status === 'snoozed' ? now + DAY_MS : null,
    clocks: clocksOf(random, waitingSince, now),
    teamId: random() < 0.4 ? null : pick(random, INBOX_TEAMS),
    participantIds: random() < 0.02 ? [pick(random, INBOX_AGENTS)] : [],
  });
}

/** How many messages each conversation has: one at least, and a tenth of them in one conversation of fifty. */
function shares(random: Random, conversations: number, messages: number): number[] {
  const weights = Array.from({ length: conversations }, () => (random() < 0.02 ? 20 : 0.2 + random() * 3));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = Math.max(0, messages - conversations);
  let given = 0;
  let owed = 0;
  return weights.map((weight, n) => {
    owed += (weight / total) * spare;
    const more = n === conversations - 1 ? spare - given : Math.floor(owed) - given;
    given += more;
    return 1 + more;
  });
}

/** Sets the counters of the inbox to what the tables hold. */
function count(db: Database, userId: string, all: Counted): void {
  const set = db.prepare(
    'INSERT INTO counters (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  for (const [name, value] of Object.entries(all)) set.run(`chat.${name}`, value);
  db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('user_id', ?)").run(userId);
}

type Counted = Record<'open' | 'unassigned' | 'snoozed' | 'waiting' | 'mine' | 'unread', number>;

/**
 * Fills an empty cache with conversations and messages, without events and projections: 50,000 and 1,000,000 take well under a
 * minute. Rows, list keys, counters and text indexes are as the engine would have written them. Equal scales give equal inboxes.
 * Conversations are called `talk-0000000` and so on, oldest first.
 */
export function fillInbox(db: Database, scale: InboxScale): void {
  const { conversations: many, messages: all, now, userId = 'agent-1', seed = 1 } = scale;
  const random = seeded(seed);
  const sql = createSql(db);
  const conversations = new BoundTable(sql, conversationsTable);
  const messages = new BoundTable(sql, messagesTable);
  const labels = new BoundTable(sql, conversationLabelsTable);
  const participants = new BoundTable(sql, participantsTable);
  const talkText = db.prepare('INSERT INTO conversations_fts (rowid, words) VALUES (?, ?)');
  const messageText = db.prepare('INSERT INTO messages_fts (rowid, words) VALUES (?, ?)');
  const indexes = db
    .prepare<[string], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(FILLED));
  const counted: Counted = { open: 0, unassigned: 0, snoozed: 0, waiting: 0, mine: 0, unread: 0 };
  let seq = 0;
  db.transaction(() => {
    for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
    for (const [n, share] of shares(random, many, all).entries()) {
      const opened = conversation(random, n, scale);
      // The newest conversations end now; the others took up to a week.
      const took = Math.min(now - opened.createdAt, Math.floor(random() * 7 * DAY_MS));
      const step = took / share;
      let lastCustomerSeq = 0;
      let body = '';
      for (let i = 0; i < share; i++) {
        seq += 1;
        body = sentence(random);
        const fromCustomer = i % 2 === 0;
        if (fromCustomer) lastCustomerSeq = seq;
        const author = fromCustomer
          ? { kind: 'customer' as const, id: opened.customer.id, name: opened.customer.name }
          : {
              kind: 'user' as const,
              id: opened.assigneeId ?? 'agent-2',
              name: opened.assigneeId ?? 'agent-2',
            };
        messages.insert(
          {
            id: `message-${seq}`,
            author,
            kind: 'text',
            body,
            attachments: [],
            masked: null,
            redacted: null,
            at: Math.floor(opened.createdAt + i * step),
            seq,
          },
          { conversationK: n + 1 },
        );
        messageText.run(seq, indexText(body));
      }
      const last = Math.floor(opened.createdAt + (share - 1) * step);
      const written: Conversation = {
        ...opened,
        lastMessageAt: last,
        lastMessagePreview: preview(body),
        lastCustomerMessageAt: last,
      };
      const words = foldWords(
        `${written.customer.name} ${written.customer.email ?? ''} ${written.subject ?? ''}`,
      );
      const myReadSeq = random() < 0.7 ? seq : 0;
      conversations.insert(written, { ...listKeys(written), lastCustomerSeq, myReadSeq, words });
      talkText.run(n + 1, indexText(words));
      for (const label of written.labels) labels.insert({}, { label, conversationK: n + 1 });
      for (const user of written.participantIds)
        participants.insert({}, { userId: user, conversationK: n + 1 });
      if (written.status === 'resolved') continue;
      counted.open += isInWork(written) ? 1 : 0;
      counted.unassigned += isUnassigned(written) ? 1 : 0;
      counted.snoozed += written.status === 'snoozed' ? 1 : 0;
      counted.waiting += written.waitingSince === null ? 0 : 1;
      counted.mine += written.assigneeId === userId ? 1 : 0;
      counted.unread += isUnread(lastCustomerSeq, myReadSeq) ? 1 : 0;
    }
    for (const { sql: text } of indexes) db.exec(text);
    count(db, userId, counted);
  })();
}
