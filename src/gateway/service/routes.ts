import { ServiceRules } from '#shared/domain/service-levels.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { readRules } from './queries.ts';

/** Adds the read of the rules of service levels. */
export const serviceRoutes: ModuleRoutes = (app, { sql, config, authorise }) => {
  app.get(
    '/api/v1/service-levels',
    { preParsing: authorise('service:read'), schema: { tags: ['service'], response: { 200: ServiceRules } } },
    async () => readRules(sql, config),
  );
};
