import type { Customer } from '#shared/domain/orders.ts';
import type { CommandContext } from '../kernel.ts';
import type { Product } from './catalogue.ts';
import {
  ANSWERS,
  answerTo,
  type DialogueFacts,
  openingOf,
  SITUATION_NAMES,
  type SituationName,
  subjectOf,
} from './dialogues.ts';
import { randomFor } from './random.ts';
import { says } from './says.ts';
import { saveTalk } from './state.ts';
import type { Talk } from './tables.ts';

/** How the ids of demo conversations start. */
export const TALK_PREFIX = 'demo:c';

/** Returns the id of the demo's nth conversation. */
export function talkId(n: number): string {
  return `${TALK_PREFIX}${n}`;
}

/** Returns the number of a demo conversation; null for any other. */
export function talkNumber(conversationId: string): number | null {
  const match = /^demo:c(\d{1,12})$/.exec(conversationId);
  return match ? Number(match[1]) : null;
}

/** The order a conversation is about. */
export interface TalkedOrder {
  readonly id: string;
  readonly number: string;
  readonly customer: Customer;
  readonly product: Pick<Product, 'name'>;
}

/** Returns the facts a customer can mention. */
export function factsOf(customer: Customer, orderNumber: string, product: string): DialogueFacts {
  return {
    firstName: customer.name.split(' ')[0] ?? customer.name,
    fullName: customer.name,
    email: customer.email ?? '',
    orderNumber,
    product: shortName(product),
  };
}

/** Shortens a catalogue name as people would: to the part before the first comma, at most 60 characters. */
export function shortName(product: string): string {
  const name = (product.split(',')[0] ?? product).trim();
  return name.length <= 60 ? name : `${name.slice(0, name.lastIndexOf(' ', 60)).trim()}`;
}

/** Whether a text names a situation. */
export function isSituation(text: string): text is SituationName {
  return SITUATION_NAMES.some((name) => name === text);
}

/** Returns what a talk is about. */
export function situationOf(talk: Talk): SituationName {
  return isSituation(talk.situation) ? talk.situation : 'where_is_my_order';
}

/** Opens the nth conversation with its customer's first message; call as the customer. */
export function openTalk(
  context: CommandContext,
  seed: number,
  n: number,
  situation: SituationName,
  order: TalkedOrder,
): void {
  const facts = factsOf(order.customer, order.number, order.product.name);
  const conversationId = talkId(n);
  context.dispatch('chat.open_conversation', {
    conversationId,
    customer: order.customer,
    subject: subjectOf(situation, facts),
    orderIds: [order.id],
  });
  says(context, {
    conversationId,
    messageId: `${conversationId}:m0`,
    body: openingOf(situation, facts, randomFor(seed, 'talk', n)),
  });
  context.write(saveTalk, {
    conversationId,
    n,
    situation,
    orderNumber: order.number,
    product: order.product.name,
    turn: 0,
    answeredSeq: 0,
    nudged: 0,
    silent: 0,
  });
}

/**
 * Posts the customer's answer to the team's messages and returns it; null when there is nothing to say. `closing` for the
 * thanks at the end. Call as the customer.
 */
export function answer(
  context: CommandContext,
  seed: number,
  talk: Talk,
  customer: Customer,
  heard: { readonly seq: number; readonly body: string },
  closing = false,
): string | null {
  const situation = situationOf(talk);
  const turn = closing ? ANSWERS : talk.turn;
  const random = randomFor(seed, 'answer', talk.n, turn);
  const said = answerTo(
    situation,
    factsOf(customer, talk.orderNumber, talk.product),
    turn,
    heard.body,
    random,
  );
  const { conversationId } = talk;
  const messageId = `${conversationId}:a${heard.seq}`;
  const posted = said && says(context, { conversationId, messageId, body: said.text });
  context.write(saveTalk, {
    ...talk,
    // Who has thanked a colleague still answers a person who writes then.
    turn: closing ? turn : turn + 1,
    answeredSeq: heard.seq,
    silent: !closing && (!said || said.last) ? 1 : 0,
  });
  return posted;
}
