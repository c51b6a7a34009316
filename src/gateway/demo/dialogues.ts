import type { Random } from './random.ts';

/** Facts a simulated customer can mention. */
export interface DialogueFacts {
  readonly firstName: string;
  readonly fullName: string;
  readonly email: string;
  readonly orderNumber: string;
  readonly product: string;
}

interface Situation {
  readonly subject: string;
  readonly openings: readonly string[];
  /** One element per answer, in order; each lists variants. */
  readonly answers: readonly (readonly string[])[];
  readonly thanks: readonly string[];
}

/**
 * Templates of what simulated customers say, by situation. They follow real service dialogues (Action-Based Conversations
 * Dataset, ASAPP Research, MIT): greeting, problem, the order number on request, one more question, thanks.
 */
const SITUATIONS = {
  where_is_my_order: {
    subject: 'Where is my order {order}?',
    openings: [
      'Hi! I ordered {product} (order {order}) and have not heard anything since. Can you tell me where it is?',
      'Hello, just wanted to check on the status of my order {order}.',
      'good morning, my order {order} should have been here by now I think. Is it on its way?',
    ],
    answers: [
      ['Thanks for looking. Do you know which day it will arrive?', 'ok. how long until it is here?'],
      [
        'Somebody is at home until 5. Can you leave it with the neighbours otherwise?',
        'Can it still go to my work address instead?',
      ],
    ],
    thanks: ['Perfect, thanks!', 'great, thanks for your help', 'Good to know. Thank you, that is all!'],
  },
  damaged: {
    subject: 'Arrived damaged: {product}',
    openings: [
      'Hi, my {product} arrived today and it is damaged. One corner is broken off. Order {order}.',
      'Hello. I just opened my parcel (order {order}) and the {product} has a big scratch. What can we do?',
    ],
    answers: [
      [
        'The box looked fine from outside, so it must have happened before it was packed.',
        'I can send a photo if that helps.',
      ],
      [
        'I would rather have a new one than the money, if you have it in stock.',
        'Do I have to send the broken one back?',
      ],
    ],
    thanks: [
      'Thank you, I appreciate it.',
      'That was easy. Thanks a lot!',
      'Great, thanks. Have a nice day!',
    ],
  },
  wrong_size: {
    subject: 'Wrong size, order {order}',
    openings: [
      'Hi! I need to return an item, can you help me with that? I got the wrong size of {product}.',
      'Hello, the {product} I ordered (order {order}) is smaller than I expected. Can I exchange it?',
    ],
    answers: [
      ['It has not been used, and I still have the packaging.', 'I only opened the box, nothing more.'],
      ['How long do I have to send it back?', 'Is the return free?'],
    ],
    thanks: ['ok, thanks for your help', 'Thanks! I will send it tomorrow.', "That's it. Take care."],
  },
  refund: {
    subject: 'Refund for order {order}',
    openings: [
      'just wanted to check on the status of a refund, order {order}',
      'Hi, I was promised a refund for {product} and it is not on my account yet. The order is {order}.',
    ],
    answers: [
      ['no worries, let me know', 'It was paid by card, if you need to know that.'],
      ['how much long till it is refunded?', 'Do I get a confirmation by e-mail?'],
    ],
    thanks: ['great thanks for your help', 'ok, I will wait for it then. Thank you', 'Perfect. Thanks'],
  },
  stock_question: {
    subject: 'Do you have {product}?',
    openings: [
      'Hello! Is {product} in stock at the store? I would like to pick one up today.',
      'Hi, do you still have {product}? I would need a second one.',
      'Hi there! When do you get more of {product}?',
    ],
    answers: [
      ['Great. Could you put one aside for me?', 'Good. Is it the same price as online?'],
      ['I can be there before six.', 'My name is {name}, I ordered one before (order {order}).'],
    ],
    thanks: [
      'Perfect, see you later!',
      'Thanks, you have been very helpful.',
      "That's all, have a great day!",
    ],
  },
} as const satisfies Record<string, Situation>;

export type SituationName = keyof typeof SITUATIONS;
export const SITUATION_NAMES = Object.keys(SITUATIONS) as readonly SituationName[];

const IMPATIENT = [
  'Hello? Is anybody there?',
  'I am still waiting for an answer…',
  'Any news on this?',
] as const;

/** Answers a customer gives before the thanks. */
export const ANSWERS = 2;

/** A customer's answer, and whether it is the last one. */
export interface Answer {
  readonly text: string;
  readonly last: boolean;
}

function fill(template: string, facts: DialogueFacts): string {
  return template
    .replaceAll('{order}', facts.orderNumber)
    .replaceAll('{product}', facts.product)
    .replaceAll('{name}', facts.fullName);
}

/** Returns the subject of a conversation. */
export function subjectOf(situation: SituationName, facts: DialogueFacts): string {
  return fill(SITUATIONS[situation].subject, facts).slice(0, 200);
}

/** Returns a customer's first message. */
export function openingOf(situation: SituationName, facts: DialogueFacts, random: Random): string {
  return fill(random.pick<string>(SITUATIONS[situation].openings), facts);
}

/** Returns the message of a customer who has waited long. */
export function impatience(random: Random): string {
  return random.pick(IMPATIENT);
}

/**
 * Returns a customer's answer to the team's message, or null when there is nothing left to say. `turn` is the number of previous
 * answers. A question about the order, name or e-mail is answered with it; a goodbye is answered with thanks.
 */
export function answerTo(
  situation: SituationName,
  facts: DialogueFacts,
  turn: number,
  heard: string,
  random: Random,
): Answer | null {
  if (turn > ANSWERS) return null;
  const say = (text: string): Answer => ({ text, last: false });
  const { answers, thanks } = SITUATIONS[situation];
  const words = heard.toLowerCase();
  if (
    turn === ANSWERS ||
    /\b(have a (nice|great|good)|good ?bye|take care|you'?re welcome|no problem)\b/.test(words)
  )
    return { text: random.pick<string>(thanks), last: true };
  if (words.includes('?')) {
    if (/\b(order|invoice)\b.*\b(number|id|no)\b|\bwhich order\b/.test(words))
      return say(`Sure, the order is ${facts.orderNumber}.`);
    if (/\be-?mail\b/.test(words)) return say(facts.email);
    if (/\b(your|full) name\b/.test(words)) return say(facts.fullName);
    if (/\bphotos?\b|\bpictures?\b/.test(words)) return say('I will send a photo by e-mail in a minute.');
  }
  return say(fill(random.pick<string>(answers[turn] ?? thanks), facts));
}

/** Returns an agent's message in a past conversation; `closing` for the last one. */
export function agentLine(random: Random, facts: DialogueFacts, closing: boolean): string {
  if (closing)
    return random.pick([
      'A pleasure to help you. Have a nice day!',
      'No problem! Write to us any time.',
      "You're welcome. Take care!",
    ]);
  return random.pick([
    `Hi ${facts.firstName}, thanks for writing. I have order ${facts.orderNumber} open in front of me, one moment please.`,
    `Hello ${facts.firstName}, sorry about that. I am looking into order ${facts.orderNumber} now.`,
    `Good afternoon ${facts.firstName}! Let me check that for you.`,
  ]);
}

/** Returns an agent's second, more specific message. */
export function agentResolution(random: Random): string {
  return random.pick([
    'It left our warehouse yesterday and should be with you within two working days.',
    'I have started the replacement, you will get the confirmation by e-mail. You can keep the old one.',
    'The refund is on its way. It takes less than a week until it shows on your card.',
    'I have put a note on your order, so it will go out with the next delivery.',
  ]);
}
