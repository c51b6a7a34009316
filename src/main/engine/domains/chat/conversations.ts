import {
  type Conversation,
  type ConversationProgress,
  isInWork,
  isUnassigned,
  isUnread,
  isUnresolved,
  isWaiting,
  priorityRank,
} from '#shared/domain/chat.ts';
import type { Rating } from '#shared/domain/ratings.ts';
import type { ServiceClocks } from '#shared/domain/service-levels.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextIndex, TextSource } from '../../store/text-index.ts';
import { clockKeys } from './clock-keys.ts';
import {
  conversationLabelsTable,
  conversationOrdersTable,
  conversationsTable,
  participantsTable,
} from './tables.ts';

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

/** What lists sort and filter a conversation by, as it is stored. */
export function listKeys(c: Conversation): {
  readonly active: number;
  readonly waitKey: number;
  readonly priorityRank: number;
  readonly dueKey: number;
  readonly warnKey: number;
} {
  return {
    active: activeOf(c),
    waitKey: waitKeyOf(c),
    priorityRank: priorityRank(c.priority),
    ...clockKeys(c.clocks),
  };
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
  readonly #setSnooze;
  readonly #setPriority;
  readonly #setLabels;
  readonly #labels;
  readonly #removeLabels;
  readonly #setTeam;
  readonly #setParticipants;
  readonly #participants;
  readonly #removeParticipants;
  readonly #setLastCustomer;
  readonly #setMyRead;
  readonly #setDelivered;
  readonly #setRead;
  readonly #setClocks;
  readonly #setRating;
  readonly #setPreview;

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
      'snoozedItemId',
      'active',
      'waitKey',
      'lastCustomerSeq',
    ]);
    this.#setAssignee = table.updater(['assigneeId', 'assigneeName', 'active', 'waitKey']);
    this.#setStatus = table.updater([
      'status',
      'waitingSince',
      'snoozedUntil',
      'snoozedItemId',
      'active',
      'waitKey',
    ]);
    this.#setSnooze = table.updater(['status', 'snoozedUntil', 'snoozedItemId', 'active', 'waitKey']);
    this.#setPriority = table.updater(['priority', 'priorityRank'], { by: ['id'] });
    this.#setLabels = table.updater(['labels']);
    this.#labels = context.bind(conversationLabelsTable);
    this.#removeLabels = this.#labels.remover(['conversationK']);
    this.#setTeam = table.updater(['teamId'], { by: ['id'] });
    this.#setParticipants = table.updater(['participantIds']);
    this.#participants = context.bind(participantsTable);
    this.#removeParticipants = this.#participants.remover(['conversationK']);
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
    this.#setClocks = table.updater(['clocks', 'dueKey', 'warnKey'], { by: ['id'] });
    this.#setRating = table.updater(['rating'], { by: ['id'] });
    this.#setPreview = table.updater(['lastMessagePreview'], { by: ['id'] });
  }

  find(id: string): Standing | undefined {
    return this.#find.get(id);
  }

  /** Inserts a conversation. Returns false if it exists. */
  put(c: Conversation, myReadSeq: number): boolean {
    const words = foldWords(textOf(c.customer.name, c.customer.email, c.subject));
    const written = this.#table.insertNew(c, {
      ...listKeys(c),
      lastCustomerSeq: 0,
      myReadSeq,
      words,
    });
    if (written.changes === 0) return false;
    this.index.add(written.lastInsertRowid, words);
    this.#addLabels(Number(written.lastInsertRowid), c.labels);
    this.#addParticipants(Number(written.lastInsertRowid), c.participantIds);
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
      p.snoozedItemId,
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
      this.#setStatus(status, waitingSince, null, null, active, waitKey, k),
    );
  }

  snooze(id: string, until: number | null, itemId: string | null): boolean {
    return this.#change(id, { status: 'snoozed' }, (active, waitKey, k) =>
      this.#setSnooze('snoozed', until, itemId, active, waitKey, k),
    );
  }

  setPriority(id: string, priority: Conversation['priority']): boolean {
    return this.#touched(id, this.#setPriority(priority, priorityRank(priority), id));
  }

  setLabels(id: string, labels: readonly string[]): boolean {
    const before = this.find(id);
    if (!before) return false;
    this.#setLabels(JSON.stringify(labels), before.k);
    this.#removeLabels(before.k);
    this.#addLabels(before.k, labels);
    return this.#touched(id, 1);
  }

  setTeam(id: string, teamId: string | null): boolean {
    return this.#touched(id, this.#setTeam(teamId, id));
  }

  setParticipants(id: string, participantIds: readonly string[]): boolean {
    const before = this.find(id);
    if (!before) return false;
    this.#setParticipants(JSON.stringify(participantIds), before.k);
    this.#removeParticipants(before.k);
    this.#addParticipants(before.k, participantIds);
    return this.#touched(id, 1);
  }

  #addParticipants(k: number, userIds: readonly string[]): void {
    for (const userId of userIds) this.#participants.insertNew({}, { userId, conversationK: k });
  }

  #addLabels(k: number, labels: readonly string[]): void {
    for (const label of labels) this.#labels.insertNew({}, { label, conversationK: k });
  }

  setClocks(id: string, clocks: ServiceClocks): boolean {
    const { dueKey, warnKey } = clockKeys(clocks);
    return this.#touched(id, this.#setClocks(JSON.stringify(clocks), dueKey, warnKey, id));
  }

  rate(id: string, rating: Rating): boolean {
    return this.#touched(id, this.#setRating(JSON.stringify(rating), id));
  }

  /** Clears the last line, because its message was removed. */
  clearPreview(id: string): boolean {
    return this.#touched(id, this.#setPreview('', id));
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

  /** Sets the newest message of the customer after others were deleted; 0 if none is left. */
  setNewestOfCustomer(id: string, seq: number): void {
    const before = this.find(id);
    if (!before || before.lastCustomerSeq === seq) return;
    this.#setLastCustomer(seq, before.k);
    this.#recount(before, { ...before, lastCustomerSeq: seq });
  }

  clear(): void {
    this.#table.clear();
    this.#orders.clear();
    this.#labels.clear();
    this.#participants.clear();
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
    if (c.status === 'snoozed') counters.add('chat.snoozed', sign);
    if (isWaiting(c)) counters.add('chat.waiting', sign);
    if (c.assigneeId === userId) counters.add('chat.mine', sign);
    if (isUnread(c.lastCustomerSeq, c.myReadSeq)) counters.add('chat.unread', sign);
  }
}
