import { isUnresolved, isWaiting } from '#shared/domain/chat.ts';
import {
  countUnresolved,
  lastTextAfter,
  markDelivered,
  markReadByCustomer,
  postCustomerMessage,
  readConversation,
} from '../chat/index.ts';
import { readOrder } from '../orders/index.ts';
import type { Agenda } from './agenda.ts';
import { impatience, SITUATION_NAMES } from './dialogues.ts';
import { asCustomer, type DemoGateway } from './gateway.ts';
import { randomFor } from './random.ts';
import { type DemoState, readTalk, saveTalk, talking } from './state.ts';
import { answer, openTalk, TALK_PREFIX, type TalkedOrder, talkNumber } from './talks.ts';
import { advance } from './trading.ts';

/** Maximum unresolved conversations; no new ones are opened beyond it. */
export const MAX_OPEN = 40;
/** Pause between new conversations at speed 1, ms. */
const PAUSE_MS = [30_000, 60_000] as const;
/** Delays of customers, ms: until a message is received, read, and (after the last of a burst) answered. */
const DELIVERED_MS = [700, 1_300] as const;
const READ_MS = [1_800, 3_000] as const;
const ANSWER_MS = [3_500, 8_000] as const;
const TYPING_LEAD_MS = 2_600;
const TYPING_EXPIRES_MS = 6_000;
const IMPATIENT_MS = [180_000, 300_000] as const;
/** Latest orders that a conversation's order is chosen from. */
const RECENT_ORDERS = 150;

/** What the simulated customers need. */
export interface CustomersOptions {
  readonly gateway: DemoGateway;
  readonly agenda: Agenda;
  readonly speed: number;
  readonly now: () => number;
  readonly state: { current: DemoState };
}

interface Heard {
  readonly seq: number;
  readonly body: string;
}

/**
 * Simulates customers: they open conversations about their orders, receive and read the team's messages, answer once per burst,
 * thank and fall silent. Their state is in the database; pending delays are on the agenda and are rescheduled at a start from
 * the unanswered messages.
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
    this.#scheduleOpening();
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
      const { conversationId, body } = event.data.message;
      if (talkNumber(conversationId) !== null) this.#hear(conversationId, { seq: event.seq, body });
    }
  }

  #hear(conversationId: string, heard: Heard): void {
    const { agenda, now, gateway } = this.#options;
    const random = randomFor(this.#options.state.current.seed, 'hear', conversationId, heard.seq);
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
        if (talk) answer(context, this.#options.state.current.seed, talk, customer, heard);
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
    for (const talk of talking(sql, MAX_OPEN * 4)) {
      const last = lastTextAfter(sql, talk.conversationId, talk.answeredSeq);
      if (last?.author.kind === 'user') this.#hear(talk.conversationId, { seq: last.seq, body: last.body });
      else if (talk.nudged === 0 && talk.turn === 0) this.#scheduleImpatience(talk.conversationId, talk.n);
    }
  }

  #scheduleOpening(): void {
    const { agenda, now, speed, state } = this.#options;
    const n = state.current.nextConversation;
    const pause = randomFor(state.current.seed, 'talk pause', n).between(...PAUSE_MS) / speed;
    agenda.add(now() + pause, async () => {
      try {
        await this.#open(n);
      } finally {
        this.#scheduleOpening();
      }
    });
  }

  async #open(n: number): Promise<void> {
    const { gateway, now, state } = this.#options;
    if (countUnresolved(gateway.sql, TALK_PREFIX, MAX_OPEN) >= MAX_OPEN) return;
    const random = randomFor(state.current.seed, 'talk', n, 'about');
    const order = this.#recentOrder(random.between(1, RECENT_ORDERS));
    if (!order) return;
    const situation = random.pick(SITUATION_NAMES);
    await advance(
      gateway,
      state,
      now(),
      { nextConversation: n + 1 },
      (context) => openTalk(context, state.current.seed, n, situation, order),
      asCustomer(order.customer),
    );
    this.#scheduleImpatience(`demo:c${n}`, n);
  }

  #recentOrder(back: number): TalkedOrder | null {
    const { sql } = this.#options.gateway;
    const { nextOrder } = this.#options.state.current;
    const stored = readOrder(sql, `demo:${Math.max(0, nextOrder - back)}`);
    const line = stored?.order.lines[0];
    if (!stored?.order.customer || !line) return null;
    return {
      id: stored.order.id,
      number: stored.order.number,
      customer: stored.order.customer,
      product: { name: line.name },
    };
  }

  #scheduleImpatience(conversationId: string, n: number): void {
    const { agenda, now, state } = this.#options;
    const random = randomFor(state.current.seed, 'impatience', n);
    agenda.add(now() + random.between(...IMPATIENT_MS), async () => {
      const talk = readTalk(this.#options.gateway.sql, conversationId);
      const stored = readConversation(this.#options.gateway.sql, conversationId);
      if (!talk || talk.nudged === 1 || talk.turn > 0 || !stored || !isWaiting(stored.conversation)) return;
      return this.#asOwner(conversationId, (context) => {
        postCustomerMessage(context, {
          conversationId,
          messageId: `${conversationId}:n`,
          body: impatience(random),
        });
        context.write(saveTalk, { ...talk, nudged: 1 });
      });
    });
  }
}

const CHAT: ReadonlySet<'chat'> = new Set(['chat']);
