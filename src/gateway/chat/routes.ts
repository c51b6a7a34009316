import { z } from 'zod';
import { Conversation, Message } from '#shared/domain/chat.ts';
import { Id } from '#shared/domain/ids.ts';
import { RetentionReport } from '#shared/domain/message-retention.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { newestFirst, PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listConversations, listMessages, readConversation } from './queries.ts';
import { listRetentionRuns } from './retention-runs.ts';

const ById = z.object({ id: Id });
const MESSAGE_KEY = { schema: z.number(), start: Number.MAX_SAFE_INTEGER, of: ({ seq }: Message) => seq };

/** Adds the reads of conversations and their messages, for the team. */
export const chatRoutes: ModuleRoutes = (app, { sql, config, authorise }) => {
  const preParsing = authorise('chat:read');
  const tags = ['chat'];

  app.get(
    '/api/v1/chat/conversations',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Conversation) } } },
    async ({ query }) =>
      page(
        query,
        newestFirst(({ lastMessageAt, id }: Conversation) => ({ at: lastMessageAt, id })),
        (before, limit) => listConversations(sql, before, limit),
      ),
  );

  app.get(
    '/api/v1/chat/retention',
    { preParsing, schema: { tags, response: { 200: RetentionReport } } },
    async () => ({ days: config.retention.messageDays, runs: listRetentionRuns(sql) }),
  );

  app.get(
    '/api/v1/chat/conversations/:id/messages',
    {
      preParsing,
      schema: { tags, params: ById, querystring: PageQuery, response: { 200: pageOf(Message) } },
    },
    async ({ params, query }) => {
      if (!readConversation(sql, params.id)) refuse('unknown_conversation', {}, { field: 'id' });
      return page(query, MESSAGE_KEY, (before, limit) => listMessages(sql, params.id, before, limit));
    },
  );
};
