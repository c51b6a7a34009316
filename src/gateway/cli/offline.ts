import { closeDatabase, closeDataFolder } from '../../system/private-files.mjs';
import { type GatewayConfig, loadConfig } from '../config.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import { createExecutor, type RunningExecutor, SYSTEM_CLOCK } from '../execute/index.ts';
import { EventLog } from '../log/index.ts';
import { KERNEL_STORAGE, MIGRATIONS, migrateTo } from '../migrations.ts';
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
/** How often it looks whether it waits, ms. */
const LOOK_EVERY_MS = 500;

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

/**
 * Opens (and migrates) the database, runs the work and closes the database. A running gateway notices its writes. Waits for
 * other writers, and says so. Throws DatabaseInUseError where the database would have to be migrated under a gateway.
 */
export async function withDatabase<T>(
  config: GatewayConfig,
  work: (gateway: OfflineGateway) => Promise<T> | T,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  closeData(config);
  await migrateTo(config.databasePath, 'latest', MIGRATIONS, { say: complain });
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
      patienceMs,
    });
    const stopSaying = sayWhenBlocked(executor, config.databasePath);
    try {
      return await work({ config, sql, log, executor });
    } finally {
      stopSaying();
    }
  } finally {
    sql.close();
  }
}

/** Tells the user when the executor waits for another writer. Returns a function that stops it. */
function sayWhenBlocked({ stats }: RunningExecutor, databasePath: string): () => void {
  let said: number | null = null;
  const timer = setInterval(() => {
    if (stats.blockedSince !== null && said === null)
      complain(`waiting for another program that is writing to ${databasePath} …`);
    said = stats.blockedSince;
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
