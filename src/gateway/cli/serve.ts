import type { Logger } from 'pino';
import { failureFields } from '../execute/index.ts';
import { MODULES } from '../modules.ts';
import { isPrivate } from '../origin.ts';
import { createGateway } from '../server.ts';
import { GATEWAY_VERSION } from '../version.ts';
import { closeData, configFrom } from './offline.ts';
import { createLogger, print, UsageError } from './output.ts';
import { auditUse } from './use.ts';

const FAILED = 'an error was not caught';
const OPEN_DEMO =
  'others can reach this demo and sign in with one click as agents and managers; the one-click administrator is off. Add one with: gateway user add NAME --role admin';

/** Options of `gateway serve`. */
export interface ServeOptions {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly speed?: number | undefined;
  readonly rate?: number | undefined;
  readonly seed?: number | undefined;
}

/** Resolves when this process is asked to stop: by a signal, or by the end of its parent process. */
function stopRequested(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve(signal));
    if (process.channel) process.once('disconnect', () => resolve('parent gone'));
  });
}

/**
 * Resolves after an error that nothing caught. Its cause is a bug, and the state of this process is unknown: it stops, having
 * written what waits, and its supervisor starts it again.
 */
function failed(logger: Logger): Promise<string> {
  return new Promise((resolve) => {
    const fail = (error: unknown): void => {
      logger.fatal({ module: 'cli', code: 'uncaught', ...failureFields(error) }, 'an error was not caught');
      resolve(FAILED);
    };
    process.on('uncaughtException', fail);
    process.on('unhandledRejection', fail);
  });
}

/** Serves until asked to stop. Resolves with the exit code. */
export async function serve(options: ServeOptions): Promise<number> {
  const config = configFrom({
    WEBSOCKET_PORT: options.port?.toString(),
    HOST: options.host,
    QUAYSIDE_DATA_DIR: options.dataDir,
  });
  closeData(config);
  const logger = createLogger(config.logLevel);
  const stop = Promise.race([stopRequested(), failed(logger)]);
  // The only way to the demo's code: a gateway without --demo never loads it.
  const demo = options.demo ? await import('../demo/index.ts') : null;
  const refusal = demo?.whyNoDemo(config.databasePath) ?? null;
  if (refusal !== null) throw new UsageError(refusal);
  const modules = demo ? [...MODULES, demo.demoModule] : MODULES;
  const gateway = await createGateway({ config, logger, modules, personas: demo !== null });
  let shop: { readonly ready: Promise<void>; dispose(): Promise<void> } | null = null;
  let stopping = false;
  try {
    const { url } = await gateway.start();
    if (demo) {
      shop = demo.startDemo(gateway, {
        seed: options.seed ?? 1,
        speed: options.speed ?? 1,
        rate: options.rate ?? null,
        now: () => Date.now(),
      });
    }
    print(`gateway listening on ${url}`);
    // Whoever shows the shop may wait for this line: until then, its figures are those of a part of its past.
    void shop?.ready.then(() => {
      if (!stopping) print('demo shop ready');
    });
    if (demo && !isPrivate(config)) print(OPEN_DEMO);
    if (config.publicUrl !== null) print(`public address ${config.publicUrl}`);
    if (config.publicUrl !== null && config.trustedProxies.length === 0)
      logger.warn(
        { module: 'cli', code: 'no_trusted_proxies' },
        'PUBLIC_URL is set and TRUSTED_PROXIES is not: all clients of a proxy share its address and its limits',
      );
    const reason = demo ? `${GATEWAY_VERSION}, demo` : GATEWAY_VERSION;
    // Not awaited: a database that is busy at the start is no reason not to serve.
    auditUse(gateway.executor, { type: 'cli.serve', subject: null, reason }).catch((error: unknown) =>
      logger.warn(
        { module: 'cli', code: 'not_audited', ...failureFields(error) },
        'the start is not in the audit',
      ),
    );
    logger.info({ module: 'cli', url, database: config.databasePath, demo: demo !== null }, 'serving');
    const why = await stop;
    logger.info({ module: 'cli', why }, 'stopping');
    return why === FAILED ? 1 : 0;
  } finally {
    stopping = true;
    await shop?.dispose();
    await gateway.dispose();
    // The IPC channel keeps the process alive while it is open.
    if (process.connected) process.disconnect();
  }
}
