import { isUnresolved } from '#shared/domain/chat.ts';
import { lastTextAfter, markDelivered, markReadByCustomer, readConversation } from '../chat/index.ts';
import type { Agenda } from './agenda.ts';
import { asCustomer, type DemoGateway } from './gateway.ts';
import { isColleague } from './personas.ts';
import { randomFor } from './random.ts';
import { readTalk, talking } from './state.ts';
import { answer, type TalkedOrder, talkNumber } from './talks.ts';

/** Maximum unfinished conversations whose unanswered messages are looked for at a start. */
const MAX_RESUMED = 500;
/** Delays of customers, ms: until a message is received, read, and (after the last of a burst) answered. */
const DELIVERED_MS = [700, 1_300] as const;
const READ_MS = [1_800, 3_000] as const;
const ANSWER_MS = [3_500, 8_000] as const;
const TYPING_LEAD_MS = 2_600;
const TYPING_EXPIRES_MS = 6_000;

/** What the simulated customers need. */
export interface CustomersOptions {
  readonly gateway: DemoGateway;
  readonly agenda: Agenda;
  readonly now: () => number;
  readonly seed: number;
}

interface Heard {
  readonly seq: number;
  readonly body: string;
}

/**
 * Simulates customers whom a person of the team writes to: they receive and read the messages, answer once per burst, thank and
 * fall silent. Their state is in the database; pending delays are on the agenda and are rescheduled at a start from the
 * unanswered messages. What passes between customers and simulated colleagues is `desk.ts`.
 */
export class Customers {
  readonly #options: CustomersOptions;
  /** Per conversation, the team's newest message, which will be answered; answers to older ones are dropped. */
  readonly #heard = new Map<string, Heard>();
  #cursor = 0;
  #unsubscribe: (() => void) | null = null;

  constructor(options: CustomersOptions) {
    this.#options = options;
  }

  start(): void {
    const { log } = this.#options.gateway;
    this.#cursor = log.head();
    this.#unsubscribe = log.onCommit(() => this.#listen());
    this.#resume();
  }

  dispose(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#heard.clear();
  }

  /** Plans reactions to the team's new messages. It only plans, because it runs while a commit is being published. */
  #listen(): void {
    const page = this.#options.gateway.log.readAfter(this.#cursor, CHAT, { maxEvents: 500 });
    this.#cursor = page.upTo;
    for (const event of page.events) {
      if (event.type !== 'chat.message_sent' || event.data.message.author.kind !== 'user') continue;
      const { conversationId, body, author } = event.data.message;
      if (talkNumber(conversationId) !== null && !isColleague(author.id))
        this.#hear(conversationId, { seq: event.seq, body });
    }
  }

  #hear(conversationId: string, heard: Heard): void {
    const { agenda, now, gateway } = this.#options;
    const random = randomFor(this.#options.seed, 'hear', conversationId, heard.seq);
    const after = ([from, to]: readonly [number, number]): number => now() + random.between(from, to);
    this.#heard.set(conversationId, heard);
    const current = (): boolean => this.#heard.get(conversationId)?.seq === heard.seq;
    agenda.add(after(DELIVERED_MS), () =>
      this.#asOwner(conversationId, (context) => markDelivered(context, conversationId, heard.seq)),
    );
    agenda.add(after(READ_MS), () =>
      this.#asOwner(conversationId, (context) => markReadByCustomer(context, conversationId, heard.seq)),
    );
    const at = after(ANSWER_MS);
    agenda.add(at - TYPING_LEAD_MS, () => {
      if (current() && this.#willAnswer(conversationId, heard.seq)) this.#type(conversationId);
    });
    const planned = agenda.add(at, async () => {
      if (!current()) return;
      this.#heard.delete(conversationId);
      if (!this.#willAnswer(conversationId, heard.seq)) return;
      return this.#asOwner(conversationId, (context, customer) => {
        const talk = readTalk(context.sql, conversationId);
        if (talk) answer(context, this.#options.seed, talk, customer, heard);
      });
    });
    if (!planned)
      gateway.logger?.warn({ module: 'demo', code: 'agenda_full' }, 'a simulated customer cannot answer');
  }

  /** Whether the customer will answer: not after thanking, nor in a resolved conversation. */
  #willAnswer(conversationId: string, seq: number): boolean {
    const { sql } = this.#options.gateway;
    const talk = readTalk(sql, conversationId);
    const stored = readConversation(sql, conversationId);
    return (
      talk !== undefined &&
      talk.silent === 0 &&
      talk.answeredSeq < seq &&
      stored !== undefined &&
      isUnresolved(stored.conversation)
    );
  }

  #type(conversationId: string): void {
    const { gateway, now } = this.#options;
    const name = readConversation(gateway.sql, conversationId)?.conversation.customer.name;
    if (name)
      gateway.signal?.({
        type: 'typing',
        conversationId,
        name,
        who: 'customer',
        expiresAt: now() + TYPING_EXPIRES_MS,
      });
  }

  async #asOwner(
    conversationId: string,
    work: (context: Parameters<typeof markDelivered>[0], customer: TalkedOrder['customer']) => void,
  ): Promise<void> {
    const { gateway, now } = this.#options;
    const customer = readConversation(gateway.sql, conversationId)?.conversation.customer;
    if (customer)
      await gateway.executor.run(asCustomer(customer), now(), (context) => work(context, customer));
  }

  /** Reschedules the reactions to messages that were unanswered at the last stop. */
  #resume(): void {
    const { sql } = this.#options.gateway;
    for (const talk of talking(sql, MAX_RESUMED)) {
      const last = lastTextAfter(sql, talk.conversationId, talk.answeredSeq);
      if (last?.author.kind === 'user' && !isColleague(last.author.id))
        this.#hear(talk.conversationId, { seq: last.seq, body: last.body });
    }
  }
}

const CHAT: ReadonlySet<'chat'> = new Set(['chat']);
