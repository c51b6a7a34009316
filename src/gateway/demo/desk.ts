import { type Conversation, isUnresolved } from '#shared/domain/chat.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { findUser } from '../auth/index.ts';
import {
  countUnresolved,
  lastTextAfter,
  markReadByCustomer,
  readConversation,
  readPosition,
} from '../chat/index.ts';
import type { CommandContext, Principal } from '../kernel.ts';
import { readOrder } from '../orders/index.ts';
import { agentLine, agentResolution, impatience, SITUATION_NAMES } from './dialogues.ts';
import { asCustomer, SHOP } from './gateway.ts';
import { asMember, colleague, isColleague, PERSONAS, receiver } from './personas.ts';
import { type Random, randomFor } from './random.ts';
import { nextByRhythm } from './rhythm.ts';
import { says } from './says.ts';
import type { Due, Moment } from './simulation.ts';
import { snoozeSome, sortTalk } from './sorting.ts';
import {
  type DemoState,
  readDeskEntry,
  readState,
  readTalk,
  saveChange,
  saveDeskEntry,
  saveTalk,
  unfinishedDesk,
} from './state.ts';
import type { DeskEntry } from './tables.ts';
import { answer, factsOf, openTalk, situationOf, TALK_PREFIX, type TalkedOrder, talkId } from './talks.ts';
import type { Shop } from './trading.ts';

/** How far back conversations go, ms. */
export const TALKS_MS = 3 * DAY_MS;
/** Conversations an order. */
const TALKS_AN_ORDER = 0.9;
/**
 * The team's queue: below `few` unresolved conversations another is opened soon, at `many` none is, and the colleagues resolve
 * what is above a number from `few` to `busy` that changes every hour.
 */
export const QUEUE = { few: 6, busy: 11, many: 14 } as const;
/** Conversations that colleagues leave waiting, so that there is something to answer, and for how long. */
const LEFT_WAITING = 2;
const LONGEST_WAIT_MS = 90 * MINUTE_MS;
/** How long a conversation is left to the person who has read it or written in it, after its last message. */
const LEFT_TO_PERSON_MS = 45 * MINUTE_MS;
/** Pauses before the next step, and before a step that must wait is looked at again, ms. */
const PAUSES = {
  soon: [20_000, 90_000],
  hand: [MINUTE_MS, 4 * MINUTE_MS],
  nudge: [4 * MINUTE_MS, 8 * MINUTE_MS],
  greet: [5 * MINUTE_MS, 40 * MINUTE_MS],
  take: [70 * MINUTE_MS, 150 * MINUTE_MS],
  reply: [40_000, 150_000],
  solve: [MINUTE_MS, 4 * MINUTE_MS],
  thank: [40_000, 150_000],
  close: [3 * MINUTE_MS, 30 * MINUTE_MS],
  again: [3 * MINUTE_MS, 8 * MINUTE_MS],
} as const satisfies Record<string, readonly [number, number]>;
/** Each nth conversation is handed to a persona; and the share of customers who ask again when they wait. */
const HANDED_EVERY = 7;
const IMPATIENT = 0.3;
/** Latest orders that a conversation's order is chosen from. */
const RECENT_ORDERS = 150;
/** Maximum unfinished conversations resumed at a start. */
const MAX_RESUMED = 500;

type Pause = keyof typeof PAUSES;

/** Returns the next conversation, and what is to happen in those that are unfinished. `now` stands for times not yet known. */
export function deskDue(shop: Shop, state: DemoState, now: number): Due[] {
  return [
    openingDue(shop, state.nextConversation, state.nextConversationAt ?? now),
    ...unfinishedDesk(shop.gateway.sql, MAX_RESUMED).map((entry) =>
      entryDue(shop, { ...entry, dueAt: Math.max(entry.dueAt, now - TALKS_MS) }),
    ),
  ];
}

/** How many conversations the colleagues leave unresolved at a time: the queue grows and shrinks over the hours. */
export function queueGoal(seed: number, at: number): number {
  return randomFor(seed, 'queue', Math.floor(at / HOUR_MS)).between(QUEUE.few, QUEUE.busy);
}

function openingDue(shop: Shop, n: number, due: number): Due {
  return {
    at: due,
    key: `open:${n}`,
    happen: ({ at, speed, run }) => {
      const { seed, timeZone, gateway } = shop;
      const random = randomFor(seed, 'talk', n, 'about', due);
      const open = countUnresolved(gateway.sql, TALK_PREFIX, QUEUE.many);
      const order = open < QUEUE.many ? recentOrder(shop, random) : null;
      const soon = at + Math.ceil(random.between(...PAUSES.soon) / speed);
      const next = order === null ? n : n + 1;
      const byRhythm = nextByRhythm(at, random, timeZone, TALKS_AN_ORDER * speed);
      const nextConversationAt = open < QUEUE.few ? Math.min(soon, byRhythm) : byRhythm;
      const situation = random.pick(SITUATION_NAMES);
      const entry: DeskEntry | null = order && {
        conversationId: talkId(n),
        n,
        step: firstStep(seed, n),
        dueAt: 0,
        agent: random.between(0, 1),
      };
      const planned = entry && { ...entry, dueAt: at + pauseBefore(shop, entry, entry.step, at, speed) };
      run(order ? asCustomer(order.customer) : SHOP, at, (context) => {
        if (order) openTalk(context, seed, n, situation, order);
        if (planned) context.write(saveDeskEntry, planned);
        saveChange(context, { nextConversation: next, nextConversationAt });
      });
      return [openingDue(shop, next, nextConversationAt), ...(planned ? [entryDue(shop, planned)] : [])];
    },
  };
}

function firstStep(seed: number, n: number): DeskEntry['step'] {
  if (n % HANDED_EVERY === 2) return 'hand';
  return randomFor(seed, 'nudges', n).chance(IMPATIENT) ? 'nudge' : 'greet';
}

function recentOrder({ gateway: { sql } }: Shop, random: Random): TalkedOrder | null {
  const placed = readState(sql)?.nextOrder ?? 0;
  const stored = readOrder(sql, `demo:${Math.max(0, placed - random.between(1, RECENT_ORDERS))}`);
  const line = stored?.order.lines[0];
  if (!stored?.order.customer || !line) return null;
  return {
    id: stored.order.id,
    number: stored.order.number,
    customer: stored.order.customer,
    product: { name: line.name },
  };
}

/** Returns the pause before a step, ms. */
function pauseBefore(
  shop: Shop,
  entry: DeskEntry,
  pause: Pause | DeskEntry['step'],
  at: number,
  speed: number,
): number {
  if (pause === 'done') return 0;
  const [from, to] = PAUSES[pause];
  return Math.ceil(randomFor(shop.seed, 'pause', entry.n, pause, at).between(from, to) / speed);
}

function entryDue(shop: Shop, entry: DeskEntry): Due {
  return {
    at: entry.dueAt,
    key: `talk:${entry.n}:${entry.step}`,
    happen: (moment) => {
      const next = advance(shop, entry.conversationId, moment);
      return next === null || next.step === 'done' ? [] : [entryDue(shop, next)];
    },
  };
}

/** Takes the next step in a conversation. Returns what comes then. */
function advance(shop: Shop, conversationId: string, moment: Moment): DeskEntry | null {
  const { sql } = shop.gateway;
  const entry = readDeskEntry(sql, conversationId);
  const conversation = readConversation(sql, conversationId)?.conversation;
  if (!entry || !conversation) return null;
  const { at, speed, run } = moment;
  const decided = decide(shop, entry, conversation, at);
  const next: DeskEntry = {
    ...entry,
    step: decided.next,
    dueAt: at + pauseBefore(shop, entry, decided.pause ?? decided.next, at, speed),
  };
  run(decided.by ?? SHOP, at, (context) => {
    decided.act?.(context);
    context.write(saveDeskEntry, next);
  });
  return next;
}

/** What is done now, by whom, and what comes then. Without an action, the step is looked at again later. */
interface Decision {
  readonly next: DeskEntry['step'];
  readonly by?: Principal;
  readonly act?: (context: CommandContext) => void;
  readonly pause?: Pause;
}

function decide(shop: Shop, entry: DeskEntry, conversation: Conversation, at: number): Decision {
  const { conversationId, n, agent, step } = entry;
  const again: Decision = { next: step, pause: 'again' };
  if (!isUnresolved(conversation))
    return { next: 'done', act: (context) => endTalk(context, conversationId) };
  if (step !== 'hand' && isWithPerson(shop, conversation, at)) return again;
  const answering = colleague(agent);
  const by = asMember(answering);
  const customer = asCustomer(conversation.customer);
  const random = randomFor(shop.seed, 'line', n, step);
  const talk = readTalk(shop.gateway.sql, conversationId);
  const facts = factsOf(conversation.customer, talk?.orderNumber ?? '', talk?.product ?? '');
  const say = (body: string) => (context: CommandContext) => {
    assign(context, conversationId, answering.id);
    context.dispatch('chat.send_message', {
      conversationId,
      messageId: `${conversationId}:${step}`,
      kind: 'text',
      body,
    });
  };
  switch (step) {
    case 'hand':
      return {
        next: 'greet',
        pause: 'take',
        by,
        act: (context) => assign(context, conversationId, receiver(n).id),
      };
    case 'nudge':
      if (conversation.waitingSince === null) return { next: 'greet' };
      return { next: 'greet', by: customer, act: (context) => nudge(context, conversationId, random) };
    case 'greet':
      if (isLeftWaiting(shop, conversation, at)) return again;
      return {
        next: 'reply',
        by,
        act: (context) => {
          say(agentLine(random, facts, false))(context);
          if (talk) sortTalk(context, conversationId, situationOf(talk));
        },
      };
    case 'solve':
      return {
        next: 'thank',
        by,
        act: (context) => {
          say(agentResolution(random))(context);
          snoozeSome(context, conversationId, n);
        },
      };
    case 'reply':
    case 'thank':
      return {
        next: step === 'reply' ? 'solve' : 'close',
        by: customer,
        act: (context) => reply(context, shop.seed, conversationId, step === 'thank'),
      };
    case 'close':
      if (countUnresolved(shop.gateway.sql, TALK_PREFIX, QUEUE.many) <= queueGoal(shop.seed, at))
        return again;
      return {
        next: 'done',
        by,
        act: (context) => {
          say(agentLine(random, facts, true))(context);
          context.dispatch('chat.set_status', { conversationId, status: 'resolved' });
          endTalk(context, conversationId);
        },
      };
    case 'done':
      return { next: 'done' };
  }
}

/** Whether a person of the team has this conversation: they have read it, wrote in it or took it, not long ago. */
function isWithPerson({ gateway }: Shop, conversation: Conversation, at: number): boolean {
  if (at - conversation.lastMessageAt >= LEFT_TO_PERSON_MS) return false;
  const { id, assigneeId } = conversation;
  const last = lastTextAfter(gateway.sql, id, 0)?.author;
  return (
    (assigneeId !== null && !isColleague(assigneeId)) ||
    (last?.kind === 'user' && !isColleague(last.id)) ||
    PERSONAS.some((person) => readPosition(gateway.sql, id, person.id) > 0)
  );
}

/** Whether a customer waits a little longer, because there are hardly others. */
function isLeftWaiting({ gateway }: Shop, { waitingSince }: Conversation, at: number): boolean {
  if (waitingSince === null || at - waitingSince > LONGEST_WAIT_MS) return false;
  const waiting = unfinishedDesk(gateway.sql, QUEUE.many * 2).filter(({ step }) => step === 'greet');
  return waiting.length <= LEFT_WAITING;
}

/** Assigns a conversation. An administrator of the demo may have disabled the account. */
function assign(context: CommandContext, conversationId: string, assigneeId: string): void {
  if (findUser(context.sql, assigneeId)?.disabledAt === null)
    context.dispatch('chat.assign', { conversationId, assigneeId });
}

/** The customer of a resolved conversation has nothing left to say. */
function endTalk(context: CommandContext, conversationId: string): void {
  const talk = readTalk(context.sql, conversationId);
  if (talk) context.write(saveTalk, { ...talk, silent: 1 });
}

function nudge(context: CommandContext, conversationId: string, random: Random): void {
  says(context, { conversationId, messageId: `${conversationId}:n`, body: impatience(random) });
  const talk = readTalk(context.sql, conversationId);
  if (talk) context.write(saveTalk, { ...talk, nudged: 1 });
}

/** The customer reads what the team wrote and answers it, unless that has been answered. `closing` for the thanks. */
function reply(context: CommandContext, seed: number, conversationId: string, closing: boolean): void {
  const stored = readConversation(context.sql, conversationId);
  const talk = readTalk(context.sql, conversationId);
  const last = lastTextAfter(context.sql, conversationId, talk?.answeredSeq ?? 0);
  if (!stored || !talk || last?.author.kind !== 'user') return;
  markReadByCustomer(context, conversationId, stored.lastMessageSeq);
  answer(context, seed, talk, stored.conversation.customer, { seq: last.seq, body: last.body }, closing);
}
