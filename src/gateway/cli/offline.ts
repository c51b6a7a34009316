import { closeDatabase, closeDataFolder } from '../../system/private-files.mjs';
import { type GatewayConfig, loadConfig } from '../config.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import { createExecutor, type RunningExecutor, SYSTEM_CLOCK } from '../execute/index.ts';
import { EventLog } from '../log/index.ts';
import { KERNEL_STORAGE, migrateTo } from '../migrations.ts';
import { MODULES } from '../modules.ts';
import { complain, createLogger, UsageError } from './output.ts';

/**
 * Loads the configuration from the environment, overridden by the command line. Throws UsageError with the variable's
 * name.
 */
export function configFrom(overrides: Readonly<Record<string, string | undefined>> = {}): GatewayConfig {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const config = loadConfig({ ...process.env, ...given });
  if (!config.ok) throw new UsageError(`${config.error.variable}: ${config.error.message}`);
  return config.value;
}

/** How long a command waits for a running gateway's writes, ms. */
const PATIENCE_MS = 30_000;

/** Closes the gateway's data to other users, also what an earlier version left open. */
export function closeData({ dataDir, databasePath }: GatewayConfig): void {
  for (const path of [...closeDataFolder(dataDir), ...closeDatabase(databasePath)])
    complain(`warning: other users may be able to read ${path}`);
}

/** A gateway's data without its server, for commands that run beside or without a running gateway. */
export interface OfflineGateway {
  readonly config: GatewayConfig;
  readonly sql: OpenSql;
  readonly log: EventLog;
  readonly executor: RunningExecutor;
}

/** Opens (and migrates) the database, runs the work and closes the database. A running gateway notices its writes. */
export async function withDatabase<T>(
  config: GatewayConfig,
  work: (gateway: OfflineGateway) => Promise<T> | T,
): Promise<T> {
  closeData(config);
  await migrateTo(config.databasePath);
  const sql = openSql(config.databasePath);
  try {
    const log = new EventLog(sql);
    const executor = createExecutor({
      sql,
      log,
      modules: MODULES,
      owners: [...KERNEL_STORAGE, ...MODULES],
      config,
      clock: SYSTEM_CLOCK,
      logger: createLogger(config.logLevel),
      patienceMs: PATIENCE_MS,
    });
    return await work({ config, sql, log, executor });
  } finally {
    sql.close();
  }
}
