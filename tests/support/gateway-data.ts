import pino from 'pino';
import { CHANNELS } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { type GatewayConfig, loadConfig } from '../../src/gateway/config.ts';
import { type OpenSql, openSql } from '../../src/gateway/db/open.ts';
import { demoModule } from '../../src/gateway/demo/index.ts';
import { createExecutor, type RunningExecutor, SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { EventLog } from '../../src/gateway/log/index.ts';
import { KERNEL_STORAGE, migrateTo, migrationsWith } from '../../src/gateway/migrations.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { createMigrated } from './migrated.ts';
import { runNow } from './run-now.ts';

/** The gateway's data and rules without its network: the real migrations, log, executor and domain modules. */
export interface GatewayData {
  readonly sql: OpenSql;
  readonly log: EventLog;
  readonly executor: RunningExecutor;
  readonly config: GatewayConfig;
  /** Returns all events of the log. */
  events(): AnyEvent[];
  close(): void;
}

/** Options of `openGatewayData`. */
export interface GatewayDataOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The gateway's clock. Default: the system's. */
  readonly now?: () => number;
}

/** Opens and migrates a gateway's database in a folder. Opening the folder again simulates a restart. */
export async function openGatewayData(
  folder: string,
  { env = {}, now = Date.now }: GatewayDataOptions = {},
): Promise<GatewayData> {
  const config = loadConfig({ QUAYSIDE_DATA_DIR: folder, ...env });
  if (!config.ok) throw new Error(config.error.message);
  await createMigrated(config.value.databasePath, [demoModule]);
  await migrateTo(config.value.databasePath, 'latest', migrationsWith([demoModule]));
  const sql = openSql(config.value.databasePath);
  const log = new EventLog(sql);
  const executor = createExecutor({
    sql,
    log,
    modules: MODULES,
    owners: [...KERNEL_STORAGE, ...MODULES, demoModule],
    config: config.value,
    clock: { now },
    logger: pino({ level: 'silent' }),
  });
  runNow(executor, SYSTEM_PRINCIPAL, now(), (context) => {
    for (const { setup } of MODULES) setup?.(context);
  });
  return {
    sql,
    log,
    executor,
    config: config.value,
    events() {
      const events: AnyEvent[] = [];
      for (let cursor = 0; cursor < log.head(); ) {
        const page = log.readAfter(cursor, new Set(CHANNELS), { maxEvents: 1000 });
        events.push(...page.events);
        cursor = page.upTo;
      }
      return events;
    },
    close() {
      executor.dispose();
      sql.close();
    },
  };
}
