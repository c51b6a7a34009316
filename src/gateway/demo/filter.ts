import type { TeamUser } from '#shared/domain/admin.ts';
import { MINUTE_MS } from '#shared/domain/time.ts';
import { readBranding } from '../admin/index.ts';
import { readConversation, readMessage } from '../chat/index.ts';
import { readFilter, slowDown } from '../filter/index.ts';
import type { CommandContext } from '../kernel.ts';
import { asCustomer } from './gateway.ts';
import { asMember, colleague, PERSONAS } from './personas.ts';
import { asVisitor, says } from './says.ts';
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

/** Who writes what does not stay as it is, and how long after a start, ms. */
const WRITERS = [
  {
    afterMs: 25_000,
    name: 'Milan Kovač',
    body: 'My card 4242 4242 4242 4242 was declined. Can you try it again, please?',
  },
  {
    afterMs: 3 * MINUTE_MS,
    name: 'Freya Nyberg',
    body: 'Third delay in a row, what a rip-off! When does it arrive?',
  },
] as const;
/** How long after that somebody has answered and resolved it, so that the queue stays as long as it is. */
const RESOLVED_MS = 2 * MINUTE_MS;

/** Sets the filter and the look of the customer page, unless people of the shop have set their own. */
function decide(context: CommandContext): void {
  if (readFilter(context.sql).version === 0) context.dispatch('filter.save_rules', { ...RULES, seen: 0 });
  const seen = readBranding(context.sql);
  if (Object.values(seen).every((value) => value === null))
    context.dispatch('admin.set_branding', { branding: BRANDING, seen });
}

/** Soon after each start, two customers write what the filter masks, one after the other, and send it twice. */
export function filterDue(now: number): Due[] {
  const admin = PERSONAS.find(({ role }) => role === 'admin');
  return [
    ...(admin ? [rulesDue(admin, now)] : []),
    ...WRITERS.flatMap((writer, n) => {
      const conversationId = `demo-filter-${now}-${n}`;
      const at = now + writer.afterMs;
      return [
        due(at, `filter:writes:${n}`, (moment) => write(moment, conversationId, writer)),
        due(at + RESOLVED_MS, `filter:resolved:${n}`, (moment) => resolve(moment, conversationId)),
      ];
    }),
  ];
}

function due(at: number, key: string, act: (moment: Moment) => void): Due {
  return {
    at,
    key,
    happen: (moment) => {
      act(moment);
      return [];
    },
  };
}

function rulesDue(admin: TeamUser, now: number): Due {
  return due(now, 'filter:rules', ({ at, run }) => run(asMember(admin), at, decide));
}

function write(
  { at, run }: Moment,
  conversationId: string,
  { name, body }: { readonly name: string; readonly body: string },
): void {
  const customer = { id: `${conversationId}-customer`, name, email: 'customer@example.com' };
  run(asCustomer(customer), at, (context) => {
    if (readConversation(context.sql, conversationId)) return;
    context.dispatch('chat.open_conversation', { conversationId, customer, subject: null, orderIds: [] });
    says(context, { conversationId, messageId: `${conversationId}:asks`, body });
    // This one is sent twice on purpose: the counter of repeats shows what it is for.
    const again = asVisitor(context, { conversationId, messageId: `${conversationId}:again`, body });
    slowDown(context, again, (id) => readMessage(context.sql, id)?.body);
  });
}

/** Answers and resolves it, unless a person has done so. */
function resolve({ at, run }: Moment, conversationId: string): void {
  run(asMember(colleague(2)), at, (context) => {
    const conversation = readConversation(context.sql, conversationId)?.conversation;
    if (!conversation || conversation.status === 'resolved') return;
    if (conversation.waitingSince !== null)
      context.dispatch('chat.send_message', {
        ...{ conversationId, messageId: `${conversationId}:answer`, kind: 'text' },
        body: 'Thank you for writing. I have looked into it, and it is settled now.',
      });
    context.dispatch('chat.set_status', { conversationId, status: 'resolved' });
  });
}
