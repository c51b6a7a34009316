import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { SYSTEM_PRINCIPAL } from '../execute/index.ts';
import type { Clock, Executor, GatewayApp, Sql } from '../kernel.ts';

/** How long one check may take, ms; the answer has to come within a second. */
const CHECK_MS = 700;
/** How long an answer is used again, ms: however often it is asked, the database is probed twice a second at most. */
const REUSE_MS = 500;
/** The least free space on the disk of the database, bytes. Below it a backup or a checkpoint may already fail. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024;

const Check = z.object({ ok: z.boolean(), detail: z.string().nullable() });
const Ready = z.object({
  status: z.enum(['ready', 'not_ready']),
  checks: z.object({
    write: Check,
    disk: Check.extend({ freeBytes: z.number().nullable() }),
    schema: Check,
  }),
});
type Ready = z.infer<typeof Ready>;

/** What readiness depends on. */
export interface ReadinessDependencies {
  readonly executor: Pick<Executor, 'run'>;
  readonly clock: Clock;
  /** A read-only connection. */
  readonly readSql: Sql;
  readonly databasePath: string;
  /** The names of the migrations that this gateway needs. */
  readonly migrations: readonly string[];
  /** Default: 64 MiB. */
  readonly leastFreeBytes?: number | undefined;
}

/** Adds `/api/ready`: 200 if the gateway can write, has disk space and the right schema, otherwise 503 with the reasons. */
export function readinessRoute(app: GatewayApp, dependencies: ReadinessDependencies): void {
  let last: { readonly at: number; readonly answer: Promise<Ready> } | null = null;
  app.get(
    '/api/ready',
    { schema: { tags: ['operation'], security: [], response: { 200: Ready, 503: Ready } } },
    async (_request, reply) => {
      const now = performance.now();
      if (last === null || now - last.at > REUSE_MS) last = { at: now, answer: check(dependencies) };
      const answer = await last.answer;
      return reply.code(answer.status === 'ready' ? 200 : 503).send(answer);
    },
  );
}

async function check(dependencies: ReadinessDependencies): Promise<Ready> {
  const [write, disk] = await Promise.all([checkWrite(dependencies), checkDisk(dependencies)]);
  const schema = checkSchema(dependencies);
  const ok = write.ok && disk.ok && schema.ok;
  return { status: ok ? 'ready' : 'not_ready', checks: { write, disk, schema } };
}

/** Takes a place in the queue of all that writes, and a transaction that writes nothing. */
async function checkWrite({ executor, clock }: ReadinessDependencies): Promise<z.infer<typeof Check>> {
  const written = await within(executor.run(SYSTEM_PRINCIPAL, clock.now(), () => true));
  return { ok: written === true, detail: written === true ? null : 'the database cannot be written' };
}

async function checkDisk({
  databasePath,
  leastFreeBytes = LEAST_FREE_BYTES,
}: ReadinessDependencies): Promise<Ready['checks']['disk']> {
  const found = await within(statfs(dirname(databasePath)));
  if (found === null) return { ok: false, detail: 'the disk does not answer', freeBytes: null };
  const freeBytes = found.bavail * found.bsize;
  const ok = freeBytes >= leastFreeBytes;
  return { ok, detail: ok ? null : `less than ${leastFreeBytes} bytes are free`, freeBytes };
}

function checkSchema({ readSql, migrations }: ReadinessDependencies): z.infer<typeof Check> {
  try {
    const rows = readSql.prepare<[], { name: string }>('SELECT name FROM kysely_migration').all();
    const applied = new Set(rows.map(({ name }) => name));
    const missing = migrations.find((name) => !applied.has(name));
    return missing === undefined
      ? { ok: true, detail: null }
      : { ok: false, detail: `the database lacks the migration ${missing}` };
  } catch {
    return { ok: false, detail: 'the database cannot be read' };
  }
}

/** The result of a promise; null where it fails or takes too long. */
async function within<T>(promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), CHECK_MS);
  });
  try {
    return await Promise.race([promise.catch(() => null), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
