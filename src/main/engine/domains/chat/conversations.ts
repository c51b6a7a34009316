import {
  type Conversation,
  type ConversationProgress,
  isInWork,
  isUnassigned,
  isUnread,
  isUnresolved,
  isWaiting,
} from '#shared/domain/chat.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextIndex, TextSource } from '../../store/text-index.ts';
import { conversationOrdersTable, conversationsTable } from './tables.ts';

/** The fields that the counters and list keys depend on. */
export interface Standing {
  readonly k: number;
  readonly status: Conversation['status'];
  readonly assigneeId: string | null;
  readonly waitingSince: number | null;
  readonly lastMessageAt: number;
  readonly lastCustomerSeq: number;
  readonly myReadSeq: number;
}

const STANDING = `k, status, assignee_id AS assigneeId, waiting_since AS waitingSince, last_message_at AS lastMessageAt,
  last_customer_seq AS lastCustomerSeq, my_read_seq AS myReadSeq`;

/** The text of conversations: who asks, and about what. */
const CONVERSATION_TEXT: TextSource = {
  index: 'conversations_fts',
  table: 'conversations',
  key: 'k',
  columns: ['customer_name', 'customer_email', 'subject'],
  words: 'words',
  text: (row) => textOf(row['customer_name'], row['customer_email'], row['subject']),
};

function textOf(name: unknown, email: unknown, subject: unknown): string {
  return `${name} ${email ?? ''} ${subject ?? ''}`;
}

/** Returns the list key of a conversation: 0 resolved, 1 active, 2 snoozed. */
function activeOf(conversation: Pick<Conversation, 'status'>): 0 | 1 | 2 {
  if (!isUnresolved(conversation)) return 0;
  return isInWork(conversation) ? 1 : 2;
}

/** Returns a sort key: waiting customers first, longest wait first, then by latest activity. Times are far below 9e15. */
function waitKeyOf(c: Pick<Standing, 'waitingSince' | 'lastMessageAt'>): number {
  return c.waitingSince ?? 9e15 - c.lastMessageAt;
}

/** The conversations table with its list keys, counters and text index. */
export class Conversations {
  readonly #context: ProjectionContext;
  readonly #table;
  readonly #orders;
  readonly index: TextIndex;
  readonly #find;
  readonly #setProgress;
  readonly #setAssignee;
  readonly #setStatus;
  readonly #setLastCustomer;
  readonly #setMyRead;
  readonly #setDelivered;
  readonly #setRead;

  constructor(context: ProjectionContext) {
    this.#context = context;
    const table = context.bind(conversationsTable);
    this.#table = table;
    this.#orders = context.bind(conversationOrdersTable);
    this.index = context.text(CONVERSATION_TEXT);
    this.#find = context.sql.prepare<[string], Standing>(
      `SELECT ${STANDING} FROM ${context.table(conversationsTable.name)} WHERE id = ?`,
    );
    this.#setProgress = table.updater([
      'status',
      'lastMessageAt',
      'lastMessagePreview',
      'lastCustomerMessageAt',
      'waitingSince',
      'snoozedUntil',
      'active',
      'waitKey',
      'lastCustomerSeq',
    ]);
    this.#setAssignee = table.updater(['assigneeId', 'assigneeName', 'active', 'waitKey']);
    this.#setStatus = table.updater(['status', 'waitingSince', 'active', 'waitKey']);
    this.#setLastCustomer = table.updater(['lastCustomerSeq']);
    this.#setMyRead = table.updater(['myReadSeq']);
    this.#setDelivered = table.updater(['customerDeliveredSeq'], {
      by: ['id'],
      greatest: ['customerDeliveredSeq'],
    });
    this.#setRead = table.updater(['customerReadSeq', 'customerDeliveredSeq'], {
      by: ['id'],
      greatest: ['customerReadSeq', 'customerDeliveredSeq'],
    });
  }

  find(id: string): Standing | undefined {
    return this.#find.get(id);
  }

  /** Inserts a conversation. Returns false if it exists. */
  put(c: Conversation, myReadSeq: number): boolean {
    const words = foldWords(textOf(c.customer.name, c.customer.email, c.subject));
    const written = this.#table.insertNew(c, {
      active: activeOf(c),
      waitKey: waitKeyOf(c),
      lastCustomerSeq: 0,
      myReadSeq,
      words,
    });
    if (written.changes === 0) return false;
    this.index.add(written.lastInsertRowid, words);
    for (const orderId of c.orderIds) this.#orders.insertNew({}, { orderId, conversationId: c.id });
    this.#count({ ...c, k: 0, lastCustomerSeq: 0, myReadSeq }, 1);
    this.#context.changes.touch('chat', c.id);
    return true;
  }

  /** Updates the fields that a message changed. */
  setProgress(before: Standing, p: ConversationProgress, lastCustomerSeq: number): void {
    const after = { ...before, ...p, lastCustomerSeq };
    this.#setProgress(
      p.status,
      p.lastMessageAt,
      p.lastMessagePreview,
      p.lastCustomerMessageAt,
      p.waitingSince,
      p.snoozedUntil,
      activeOf(p),
      waitKeyOf(after),
      lastCustomerSeq,
      before.k,
    );
    this.#recount(before, after);
  }

  assign(id: string, assigneeId: string | null, assigneeName: string | null): boolean {
    return this.#change(id, { assigneeId }, (active, waitKey, k) =>
      this.#setAssignee(assigneeId, assigneeName, active, waitKey, k),
    );
  }

  setStatus(id: string, status: Conversation['status'], waitingSince: number | null): boolean {
    return this.#change(id, { status, waitingSince }, (active, waitKey, k) =>
      this.#setStatus(status, waitingSince, active, waitKey, k),
    );
  }

  delivered(id: string, upToSeq: number): boolean {
    return this.#touched(id, this.#setDelivered(upToSeq, id));
  }

  readByCustomer(id: string, upToSeq: number): boolean {
    return this.#touched(id, this.#setRead(upToSeq, upToSeq, id));
  }

  /** Moves this user's read position forward. */
  readByMe(id: string, upToSeq: number): void {
    const before = this.find(id);
    if (!before || before.myReadSeq >= upToSeq) return;
    this.#setMyRead(upToSeq, before.k);
    this.#recount(before, { ...before, myReadSeq: upToSeq });
  }

  /** Records the newest customer message of a snapshot. */
  setLastCustomerMessage(before: Standing, seq: number): void {
    if (seq <= before.lastCustomerSeq) return;
    this.#setLastCustomer(seq, before.k);
    this.#recount(before, { ...before, lastCustomerSeq: seq });
  }

  clear(): void {
    this.#table.clear();
    this.#orders.clear();
    this.index.clear();
    this.#context.counters.clear('chat.');
  }

  /** Changes fields that the counters or list keys depend on. Returns false if the conversation does not exist. */
  #change(
    id: string,
    change: Partial<Standing>,
    write: (active: number, waitKey: number, k: number) => void,
  ): boolean {
    const before = this.find(id);
    if (!before) return false;
    const after = { ...before, ...change };
    write(activeOf(after), waitKeyOf(after), before.k);
    this.#recount(before, after);
    this.#context.changes.touch('chat', id);
    return true;
  }

  #touched(id: string, rows: number): boolean {
    this.#context.changes.touch('chat', id);
    return rows === 1;
  }

  #recount(before: Standing, after: Standing): void {
    this.#count(before, -1);
    this.#count(after, 1);
  }

  /** Adds a conversation to the counters, or removes it. */
  #count(c: Standing, sign: 1 | -1): void {
    if (!isUnresolved(c)) return;
    const { counters, userId } = this.#context;
    if (isInWork(c)) counters.add('chat.open', sign);
    if (isUnassigned(c)) counters.add('chat.unassigned', sign);
    if (isWaiting(c)) counters.add('chat.waiting', sign);
    if (c.assigneeId === userId) counters.add('chat.mine', sign);
    if (isUnread(c.lastCustomerSeq, c.myReadSeq)) counters.add('chat.unread', sign);
  }
}
