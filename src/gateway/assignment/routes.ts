import { z } from 'zod';
import { Agent, AssignmentEntry, MAX_TEAMS, SupportTeam } from '#shared/domain/assignment.ts';
import { Id } from '#shared/domain/ids.ts';
import { countOpen, readConversation } from '../chat/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { PageQuery, page, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';
import { listAgents, listEntries, listTeams } from './queries.ts';

const AgentLoadRow = Agent.extend({ open: z.int().min(0) });
const ENTRY_KEY = {
  schema: z.number(),
  start: Number.MAX_SAFE_INTEGER,
  of: ({ seq }: AssignmentEntry) => seq,
};

/** Adds the reads of teams, agents with what they have, and the history of a conversation's assignment. */
export const assignmentRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  const preParsing = authorise('assignment:read');
  const tags = ['assignment'];
  app.get(
    '/api/v1/assignment/teams',
    {
      preParsing,
      schema: { tags, response: { 200: z.object({ rows: z.array(SupportTeam).max(4 * MAX_TEAMS) }) } },
    },
    async () => ({ rows: listTeams(sql) }),
  );
  app.get(
    '/api/v1/assignment/agents',
    { preParsing, schema: { tags, response: { 200: z.object({ rows: z.array(AgentLoadRow).max(1000) }) } } },
    async () => ({
      rows: listAgents(sql).map((agent) => ({ ...agent, open: countOpen(sql, agent.userId) })),
    }),
  );
  app.get(
    '/api/v1/chat/conversations/:id/assignments',
    {
      preParsing,
      schema: {
        tags,
        params: z.object({ id: Id }),
        querystring: PageQuery,
        response: { 200: pageOf(AssignmentEntry) },
      },
    },
    async ({ params, query }) => {
      if (!readConversation(sql, params.id)) refuse('unknown_conversation', {}, { field: 'id' });
      return page(query, ENTRY_KEY, (before, limit) => listEntries(sql, params.id, before, limit));
    },
  );
};
