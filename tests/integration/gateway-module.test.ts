import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineWrite, type GatewayModule } from '../../src/gateway/kernel.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const add = defineWrite('carriers.added', z.strictObject({}), ({ sql: on }) => {
  on.prepare(`INSERT OR IGNORE INTO carriers VALUES ('kept', 9e15), ('expired', 1)`).run();
});
const prune = defineWrite(
  'carriers.pruned',
  z.strictObject({ before: z.int() }),
  ({ sql: on }, { before }) =>
    on.prepare<[number]>('DELETE FROM carriers WHERE expires_at < ?').run(before).changes > 0,
);

/** A domain that is declared in one object and known to the gateway through the list of modules only. */
const carriers: GatewayModule = {
  name: 'carriers',
  migrations: {
    '0999-carriers': {
      up: (db: Kysely<unknown>) =>
        sql`CREATE TABLE carriers (id TEXT PRIMARY KEY, expires_at INTEGER) STRICT`
          .execute(db)
          .then(() => {}),
    },
  },
  commands: {},
  writes: [add, prune],
  setup: (context) => context.write(add, {}),
  retention: [(context) => context.write(prune, { before: context.now })],
  routes: (app, deps) => {
    app.get('/api/v1/carriers', { preHandler: deps.authorise('orders:read') }, async () => ({
      rows: deps.sql
        .prepare<[], { id: string }>('SELECT id FROM carriers ORDER BY id')
        .all()
        .map(({ id }) => id),
    }));
  },
};

describe('a module', () => {
  let on: TestGateway;
  beforeAll(async () => {
    on = await startTestGateway({}, { modules: [...MODULES, carriers], housekeepingMs: 20 });
  });
  afterAll(() => on.stop());

  it('brings its tables, its routes with their permissions, and the pruning of its rows', async () => {
    const get = async (token?: string): Promise<Response> =>
      fetch(`${on.url}/api/v1/carriers`, token ? { headers: { authorization: `Bearer ${token}` } } : {});
    expect((await get()).status).toBe(401);
    const token = await on.token('manager');
    await expect.poll(async () => (await get(token)).json()).toEqual({ rows: ['kept'] });
  });
});
