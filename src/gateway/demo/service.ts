import type { Conversation } from '#shared/domain/chat.ts';
import { ALWAYS_OPEN } from '#shared/domain/service-hours.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import { postCustomerMessage, readConversation, unratedConversations } from '../chat/index.ts';
import type { CommandContext } from '../kernel.ts';
import { rateConversation, ratingAsked, readRules } from '../service/index.ts';
import { asCustomer, SHOP } from './gateway.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, colleague, receiver } from './personas.ts';
import { randomFor } from './random.ts';
import type { Due, Moment } from './simulation.ts';

/** The manager who has set the targets. */
const MANAGER = colleague(2);
/** After a start, ms: somebody urgent writes, and is answered after the target has run out. */
const WRITES_AFTER_MS = 20_000;
const ANSWERED_AFTER_MS = 6 * MINUTE_MS;
const RESOLVED_AFTER_MS = 9 * MINUTE_MS;

/** Customers rate what was resolved, some of them at a time: first soon after a start, then now and then. */
const FIRST_RATING_MS = 12_000;
const RATING_PAUSE_MS = [MINUTE_MS, 3 * MINUTE_MS] as const;
const RATED_AT_ONCE = 3;
/** How often each score is given, and what is said with it now and then. */
const SCORES = [5, 5, 5, 4, 4, 3, 2] as const;
const COMMENTS: Readonly<Record<number, string>> = {
  5: 'Quick and friendly, thank you!',
  4: 'Good help, a little slow.',
  3: 'It worked out in the end.',
  2: 'I had to wait too long for an answer.',
};

/** The demo shop never closes, so that its clocks run at whatever time somebody looks. */
const PROMISED = {
  hours: ALWAYS_OPEN,
  holidays: [],
  targets: {
    urgent: { firstReply: 3, nextReply: 3, resolution: 60 },
    high: { firstReply: 15, nextReply: 15, resolution: 4 * 60 },
    medium: { firstReply: 30, nextReply: 30, resolution: 8 * 60 },
    low: { firstReply: 120, nextReply: 120, resolution: 24 * 60 },
    none: { firstReply: 30, nextReply: 20, resolution: 8 * 60 },
  },
};

/** Sets the rules of service levels, unless people of the shop have set their own. */
export function promise(context: CommandContext): void {
  if (readRules(context.sql, context.config).version === 0)
    context.dispatch('service.save_rules', { ...PROMISED, seen: 0 });
}

/** Soon after each start, somebody urgent waits a little too long: a warning and a breach are seen, and then an answer. */
export function serviceDue(shop: StockedShop, now: number): Due[] {
  const conversationId = `demo-urgent-${now}`;
  const step = (after: number, key: string, act: (moment: Moment) => void): Due => ({
    at: now + after,
    key: `service:${key}`,
    happen: (moment) => {
      act(moment);
      return [];
    },
  });
  return [
    step(0, 'rules', ({ at, run }) => run(asMember(MANAGER), at, promise)),
    step(WRITES_AFTER_MS, 'asks', (moment) => ask(moment, conversationId, now)),
    step(ANSWERED_AFTER_MS, 'answered', ({ at, run }) =>
      run(asMember(MANAGER), at, (context) => answer(context, conversationId)),
    ),
    rateDue(now + FIRST_RATING_MS, shop.seed),
    step(RESOLVED_AFTER_MS, 'resolved', ({ at, run }) =>
      run(asMember(MANAGER), at, (context) => resolve(context, conversationId)),
    ),
  ];
}

function ask({ at, run }: Moment, conversationId: string, n: number): void {
  const customer = { id: `${conversationId}-customer`, name: 'Petra Lindqvist', email: 'petra@example.com' };
  run(asCustomer(customer), at, (context) => {
    context.dispatch('chat.open_conversation', {
      conversationId,
      customer,
      subject: 'Charged twice',
      orderIds: [],
    });
    postCustomerMessage(context, {
      conversationId,
      messageId: `${conversationId}:asks`,
      body: 'My card was charged twice for the same order. Could somebody look at it right away, please?',
    });
  });
  run(asMember(MANAGER), at, (context) => {
    context.dispatch('chat.set_priority', { conversationId, priority: 'urgent' });
    context.dispatch('chat.set_labels', { conversationId, add: ['payment'], remove: [] });
    context.dispatch('chat.assign', { conversationId, assigneeId: receiver(n).id });
  });
}

/** Answers, unless a person has done so. */
function answer(context: CommandContext, conversationId: string): void {
  const conversation = readConversation(context.sql, conversationId)?.conversation;
  if (!conversation || conversation.waitingSince === null) return;
  context.dispatch('chat.send_message', {
    conversationId,
    messageId: `${conversationId}:answer`,
    kind: 'text',
    body: 'I am sorry about that. The second charge was only reserved; it is on its way back to you.',
  });
}

/** Resolves what nobody else is at. */
function resolve(context: CommandContext, conversationId: string): void {
  const conversation = readConversation(context.sql, conversationId)?.conversation;
  if (conversation?.waitingSince === null && conversation.status !== 'resolved')
    context.dispatch('chat.set_status', { conversationId, status: 'resolved' });
}

/** Resolved conversations that are looked at for one to be rated. */
const LOOKED_AT = 40;

function rateDue(due: number, seed: number): Due {
  return {
    at: due,
    key: 'service:rate',
    happen: ({ at, run }) => {
      const random = randomFor(seed, 'rating', at);
      const found: Conversation[] = [];
      run(SHOP, at, ({ sql }) => {
        // Not everybody rates, and who does not, never does.
        const rates = ({ id }: Conversation): boolean => randomFor(seed, 'rates', id).chance(0.6);
        found.push(...unratedConversations(sql, LOOKED_AT).filter(rates));
      });
      for (const { id, customer } of found.slice(0, RATED_AT_ONCE)) {
        const score = random.pick(SCORES);
        const comment = random.chance(0.5) ? (COMMENTS[score] ?? null) : null;
        run(asCustomer(customer), at, (context) => {
          if (ratingAsked(context.sql, id, at).open) rateConversation(context, id, { score, comment });
        });
      }
      return [rateDue(at + random.between(...RATING_PAUSE_MS), seed)];
    },
  };
}
