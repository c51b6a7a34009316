import { z } from 'zod';
import { Conversation, Message } from '#shared/domain/chat.ts';
import { Id } from '#shared/domain/ids.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { cursorKey, LATEST, PageQuery, page, pageOf, TimeKey } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listConversations, listMessages, readConversation } from './queries.ts';

const ById = z.object({ id: Id });

/** Adds the reads of conversations and their messages, for the team. */
export const chatRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('chat:read');
  const tags = ['chat'];

  app.get(
    '/api/v1/chat/conversations',
    { preParsing, schema: { tags, querystring: PageQuery, response: { 200: pageOf(Conversation) } } },
    async ({ query }) => {
      const rows = listConversations(sql, cursorKey(query.cursor, TimeKey, LATEST), query.limit);
      return page(rows, query.limit, ({ lastMessageAt, id }) => ({ at: lastMessageAt, id }));
    },
  );

  app.get(
    '/api/v1/chat/conversations/:id/messages',
    {
      preParsing,
      schema: { tags, params: ById, querystring: PageQuery, response: { 200: pageOf(Message) } },
    },
    async ({ params, query }) => {
      if (!readConversation(sql, params.id))
        refuse('not_found', 'There is no such conversation.', { field: 'id' });
      const before = cursorKey(query.cursor, z.number(), Number.MAX_SAFE_INTEGER);
      return page(listMessages(sql, params.id, before, query.limit), query.limit, (message) => message.seq);
    },
  );
};
