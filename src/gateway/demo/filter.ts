import type { TeamUser } from '#shared/domain/admin.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import { readBranding } from '../admin/index.ts';
import { postCustomerMessage, readConversation, recentByCustomer } from '../chat/index.ts';
import { readFilter, slowDown } from '../filter/index.ts';
import type { CommandContext } from '../kernel.ts';
import { asCustomer } from './gateway.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, PERSONAS } from './personas.ts';
import { randomFor } from './random.ts';
import type { Due, Moment } from './simulation.ts';

/** What the administrator of the demo shop has set. */
const RULES = {
  words: ['crook', 'idiot', 'rip-off', 'scam', 'stupid'],
  flood: { messages: 12, seconds: 60 },
  repeatSeconds: 30,
};
const BRANDING = {
  name: 'Harbour & Pine',
  colour: '#0f766e',
  greetingEn: 'Hello! We answer within a few minutes.',
  greetingDe: 'Guten Tag! Wir antworten innerhalb weniger Minuten.',
};

/** What customers write that does not stay as it is. */
const TEXTS = [
  'My card 4242 4242 4242 4242 was declined. Can you try it again, please?',
  'Third delay in a row, what a rip-off! When does it arrive?',
  'Could you charge 5555 5555 5555 4444 for the rest of the order?',
  'Sorry, I was stupid and chose the wrong size. Can I still change it?',
] as const;
const NAMES = ['Milan Kovač', 'Freya Nyberg', 'Omar Benali', 'Lucía Ortega'] as const;
/** When the first one writes after a start, the next, and then again and again, ms. */
const FIRST_MS = 25_000;
const SECOND_MS = 70_000;
const PAUSE_MS = [6 * MINUTE_MS, 20 * MINUTE_MS] as const;

/** Sets the filter and the look of the customer page, unless people of the shop have set their own. */
function decide(context: CommandContext): void {
  if (readFilter(context.sql).version === 0) context.dispatch('filter.save_rules', { ...RULES, seen: 0 });
  const seen = readBranding(context.sql);
  if (Object.values(seen).every((value) => value === null))
    context.dispatch('admin.set_branding', { branding: BRANDING, seen });
}

/** Soon after each start and now and then, customers write what the filter masks, and one of them sends it twice. */
export function filterDue(shop: StockedShop, now: number): Due[] {
  const admin = PERSONAS.find(({ role }) => role === 'admin');
  return [
    ...(admin ? [rulesDue(admin, now)] : []),
    writesDue(shop, now + FIRST_MS, 0),
    writesDue(shop, now + SECOND_MS, 1),
  ];
}

function rulesDue(admin: TeamUser, now: number): Due {
  return {
    at: now,
    key: 'filter:rules',
    happen: ({ at, run }) => {
      run(asMember(admin), at, decide);
      return [];
    },
  };
}

function writesDue(shop: StockedShop, due: number, n: number): Due {
  return {
    at: due,
    key: `filter:writes:${n}`,
    happen: (moment) => {
      const random = randomFor(shop.seed, 'filter', moment.at);
      write(moment, n);
      // The second goes on, with the next text each time.
      return n === 0 ? [] : [writesDue(shop, moment.at + random.between(...PAUSE_MS), n + 1)];
    },
  };
}

function write({ at, run }: Moment, n: number): void {
  const conversationId = `demo-filter-${at}`;
  const body = TEXTS[n % TEXTS.length] ?? TEXTS[0];
  const name = NAMES[n % NAMES.length] ?? NAMES[0];
  const customer = { id: `${conversationId}-customer`, name, email: 'customer@example.com' };
  run(asCustomer(customer), at, (context) => {
    if (readConversation(context.sql, conversationId)) return;
    context.dispatch('chat.open_conversation', { conversationId, customer, subject: null, orderIds: [] });
    postCustomerMessage(context, { conversationId, messageId: `${conversationId}:asks`, body });
    slowDown(context, { conversationId, messageId: `${conversationId}:again`, body }, (after, most) =>
      recentByCustomer(context.sql, conversationId, after, most),
    );
  });
}
