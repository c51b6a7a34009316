import { z } from 'zod';
import { AuditFilter, AuditRecord } from '#shared/domain/audit.ts';
import { Timestamp } from '#shared/domain/ids.ts';
import { listAudit } from '../execute/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { PageQuery, pageOf } from '../paging.ts';
import { refuse } from '../refuse.ts';

const { shape } = AuditFilter;

const AuditQuery = PageQuery.extend({
  actor: shape.actor.default(''),
  action: shape.action.default(''),
  subject: shape.subject.default(''),
  result: shape.result.default(''),
  from: z.coerce.number().pipe(Timestamp).optional(),
  to: z.coerce.number().pipe(Timestamp).optional(),
  text: shape.text.default(''),
});

/** Adds the audit, newest first. */
export const auditRoutes: ModuleRoutes = (app, { sql, authorise }) => {
  app.get(
    '/api/v1/audit',
    {
      preParsing: authorise('admin:audit'),
      schema: {
        tags: ['admin'],
        summary: 'Who did what, on which subject, which fields, from where, and with which result',
        description:
          'Filters: `actor` (id, or part of the name), `action` (its beginning), `subject` (whole, or what follows its colon), `result` (`ok`, `refused` or an error code), `from` and `to` (ms), `text`. A page can be short or empty while `next` is not null: a rare match is searched for page by page.',
        querystring: AuditQuery,
        response: { 200: pageOf(AuditRecord) },
      },
    },
    async ({ query }) => {
      const { limit, cursor, from = null, to = null, ...filter } = query;
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : numberIn(cursor);
      const { rows, next } = await listAudit(sql, { ...filter, from, to }, before, limit);
      return { rows, next: next === null ? null : String(next) };
    },
  );
};

function numberIn(cursor: string): number {
  if (!/^[1-9]\d{0,14}$/.test(cursor)) refuse('cursor_foreign', {}, { field: 'cursor' });
  return Number(cursor);
}
