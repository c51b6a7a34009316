import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { CommandData, CommandResult, CommandType } from '#shared/protocol/commands/index.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { adminModule } from '../../src/gateway/admin/index.ts';
import { alertsModule } from '../../src/gateway/alerts/index.ts';
import { chatModule } from '../../src/gateway/chat/index.ts';
import { loadConfig } from '../../src/gateway/config.ts';
import { openSql } from '../../src/gateway/db/open.ts';
import { createExecutor } from '../../src/gateway/execute/index.ts';
import { inventoryModule } from '../../src/gateway/inventory/index.ts';
import {
  type CommandContext,
  CommandError,
  type GatewayModule,
  type Principal,
  type Sql,
} from '../../src/gateway/kernel.ts';
import { EventLog } from '../../src/gateway/log/index.ts';
import { migrateTo } from '../../src/gateway/migrations.ts';
import { notificationsModule } from '../../src/gateway/notifications/index.ts';
import { ordersModule } from '../../src/gateway/orders/index.ts';
import { teamModule } from '../../src/gateway/team/index.ts';

export const DOMAIN_MODULES: readonly GatewayModule[] = [
  inventoryModule,
  ordersModule,
  chatModule,
  alertsModule,
  adminModule,
  teamModule,
  notificationsModule,
];

export const MANAGER: Principal = {
  actor: { kind: 'user', id: 'u-manager', name: 'Mara' },
  permissions: new Set(PERMISSIONS),
};

/** A gateway's domains over a database of their own, without network: the real executor, log and migrations. */
export interface TestDomains {
  readonly sql: Sql;
  /** The time commands run at, ms; tests set it. */
  now: number;
  run<T>(work: (context: CommandContext) => T, principal?: Principal): T;
  /** Runs one command; throws CommandError where it is refused. */
  command<T extends CommandType>(type: T, data: CommandData<T>, principal?: Principal): CommandResult<T>;
  /** The error a command is refused with; null where it is not. */
  refusal<T extends CommandType>(type: T, data: CommandData<T>, principal?: Principal): ProtocolError | null;
  /** Runs all sweeps; the earliest time one wants to run again. */
  sweep(): number | null;
  events(): AnyEvent[];
  /** The rows of a channel as its module streams them, as JSON carries them. */
  snapshot(channel: Channel): { kind: string; row: unknown }[];
  head(): number;
  dispose(): void;
}

export async function openDomains(environment: Record<string, string> = {}): Promise<TestDomains> {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-domains-'));
  const path = join(folder, 'gateway.db');
  const config = loadConfig({ ...environment, QUAYSIDE_DATA_DIR: folder });
  if (!config.ok) throw new Error(config.error.message);
  await migrateTo(path);
  const sql = openSql(path);
  const log = new EventLog(sql);
  const clock = { now: () => domains.now };
  const executor = createExecutor({
    sql,
    log,
    modules: DOMAIN_MODULES,
    config: config.value,
    clock,
    logger: pino({ level: 'silent' }),
  });
  const domains: TestDomains = {
    sql,
    now: Date.UTC(2026, 0, 5, 9),
    run: (work, principal = MANAGER) => executor.run(principal, domains.now, work),
    command: (type, data, principal = MANAGER) =>
      executor.run(principal, domains.now, (context) => context.dispatch(type, data)),
    refusal(type, data, principal = MANAGER) {
      try {
        executor.run(principal, domains.now, (context) => context.dispatch(type, data));
        return null;
      } catch (error) {
        if (error instanceof CommandError) return error.error;
        throw error;
      }
    },
    sweep() {
      const next = DOMAIN_MODULES.flatMap(({ sweep }) =>
        sweep ? [executor.run(MANAGER, domains.now, sweep)] : [],
      );
      return next.reduce<number | null>(
        (least, at) => (at === null ? least : Math.min(least ?? at, at)),
        null,
      );
    },
    events() {
      const all: AnyEvent[] = [];
      for (let cursor = 0; cursor < log.head(); ) {
        const page = log.readAfter(cursor, new Set(CHANNELS), { maxEvents: 500 });
        all.push(...page.events);
        cursor = page.upTo;
      }
      return all;
    },
    snapshot: (channel) =>
      DOMAIN_MODULES.flatMap(({ snapshots }) => [...(snapshots?.[channel]?.(sql) ?? [])]).map(
        ({ kind, row }) => ({
          kind,
          row: JSON.parse(JSON.stringify(row)) as unknown,
        }),
      ),
    head: () => log.head(),
    dispose() {
      executor.dispose();
      sql.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  for (const { setup } of DOMAIN_MODULES) if (setup) domains.run(setup);
  return domains;
}
