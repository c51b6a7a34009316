import type { Conversation } from '#shared/domain/chat.ts';
import type { Actor } from '#shared/domain/ids.ts';
import type { ServiceFact } from '#shared/domain/reports.ts';
import type { EndedClock } from '#shared/domain/service-levels.ts';
import { readConversation } from '../chat/index.ts';
import { rowQuery } from '../db/tables.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { replacedBy } from './countable.ts';
import { factsTable } from './tables.ts';

const factById = rowQuery(factsTable, 'WHERE id = ?');
const openedId = (conversationId: string): string => `${conversationId}/opened`;

type Agent = Pick<ServiceFact, 'agentId' | 'agentName'>;
const NOBODY: Agent = { agentId: null, agentName: null };
const assignee = ({ assigneeId, assigneeName }: Conversation): Agent => ({
  agentId: assigneeId,
  agentName: assigneeName,
});
const byUser = (actor: Actor | null): Agent =>
  actor?.kind === 'user' ? { agentId: actor.id, agentName: actor.name.slice(0, 200) } : NOBODY;

const NOTHING = { businessMs: null, calendarMs: null, kept: null, score: null } as const;

/** What groups a conversation belongs to, besides its agent. */
const groups = ({
  teamId,
  channel,
  labels,
}: Conversation): Pick<ServiceFact, 'teamId' | 'channel' | 'labels'> => ({ teamId, channel, labels });

function opened(conversation: Conversation): ServiceFact {
  return {
    id: openedId(conversation.id),
    kind: 'opened',
    conversationId: conversation.id,
    at: conversation.createdAt,
    ...assignee(conversation),
    ...groups(conversation),
    ...NOTHING,
  };
}

/** A reply is its writer's; anything else is of whom the conversation is assigned to, or else of who did it. */
function ended(
  conversation: Conversation,
  { kind, startedAt, endedAt, answered, businessMs, kept }: EndedClock,
  actor: Actor | null,
): ServiceFact {
  const isReply = kind !== 'resolution';
  const own = assignee(conversation);
  const agent = (isReply && answered) || own.agentId === null ? byUser(actor) : own;
  return {
    id: `${conversation.id}/${kind}/${startedAt}`,
    kind,
    conversationId: conversation.id,
    at: endedAt,
    ...(agent.agentId === null ? own : agent),
    ...groups(conversation),
    // A wait that nobody answered has no time of a reply.
    businessMs: answered ? businessMs : null,
    calendarMs: answered ? endedAt - startedAt : null,
    kept,
    score: null,
  };
}

/** Writes facts down, with those that they replace, for whoever adds them up. */
function record(context: CommandContext, facts: ServiceFact[]): void {
  context.emit('reports.recorded', { facts, replaced: replacedBy(context.sql, facts) });
}

/** Lets the fact of a new conversation follow who has it, its team and its labels. */
function follow(context: CommandContext, conversationId: string): void {
  const conversation = readConversation(context.sql, conversationId)?.conversation;
  if (conversation && factById.get(context.sql, openedId(conversationId)))
    record(context, [opened(conversation)]);
}

/** What is written down, as it happens. */
export const factReactions: NonNullable<GatewayModule['reactions']> = {
  'chat.conversation_opened': (context, { data }) => {
    record(context, [opened(data.conversation)]);
  },
  'chat.assigned': (context, { data }) => follow(context, data.conversationId),
  'chat.team_changed': (context, { data }) => follow(context, data.conversationId),
  'chat.labels_changed': (context, { data }) => follow(context, data.conversationId),
  'chat.clocks_changed': (context, { data, actor }) => {
    const conversation = readConversation(context.sql, data.conversationId)?.conversation;
    if (conversation && data.ended.length > 0)
      record(
        context,
        data.ended.map((clock) => ended(conversation, clock, actor)),
      );
  },
  'chat.rated': (context, { data: { conversationId, rating } }) => {
    const conversation = readConversation(context.sql, conversationId)?.conversation;
    if (!conversation) return;
    const id = `${conversationId}/rating/${rating.resolvedAt}`;
    const before = factById.get(context.sql, id);
    const fact: ServiceFact = before ?? {
      id,
      kind: 'rating',
      conversationId,
      // A rating that is changed later stays in the period in which it was given.
      at: rating.at,
      ...assignee(conversation),
      ...groups(conversation),
      ...NOTHING,
    };
    record(context, [{ ...fact, score: rating.score }]);
  },
};
