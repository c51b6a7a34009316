import pino from 'pino';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { adminModule } from '../../src/gateway/admin/index.ts';
import { attachmentsModule } from '../../src/gateway/attachments/index.ts';
import { AuthService, BucketMap } from '../../src/gateway/auth/index.ts';
import { chatModule } from '../../src/gateway/chat/index.ts';
import { loadConfig } from '../../src/gateway/config.ts';
import { type OpenSql, openSql } from '../../src/gateway/db/open.ts';
import { createEdge } from '../../src/gateway/edge.ts';
import { createExecutor, type RunningExecutor, SYSTEM_CLOCK } from '../../src/gateway/execute/index.ts';
import { filterModule } from '../../src/gateway/filter/index.ts';
import { createApp, createMetrics } from '../../src/gateway/http/index.ts';
import { EventLog } from '../../src/gateway/log/index.ts';
import type { Mail } from '../../src/gateway/mail.ts';
import { KERNEL_STORAGE } from '../../src/gateway/migrations.ts';
import { Audiences, createRealtimeStats, EventStreams } from '../../src/gateway/realtime/index.ts';
import { widgetModule } from '../../src/gateway/widget/index.ts';
import { widgetRoutes } from '../../src/gateway/widget/routes.ts';
import { createGatewayFile } from './gateway-file.ts';

const SECRET = 'a secret that is long enough for a test';

/** A gateway with chat and the widget, without a realtime side: signals are recorded. */
export interface WidgetGateway {
  readonly url: string;
  readonly sql: OpenSql;
  readonly executor: RunningExecutor;
  /** The signals that were passed on to agents. */
  readonly signals: SignalMessage[];
  /** The mail that was sent. */
  readonly sent: Mail[];
  /** Whether it can send mail; it cannot at first. */
  hasMail: boolean;
  /** What listens to the agents' signals; null for nobody. */
  readonly hear: ((signal: SignalMessage) => void) | null;
  stop(): Promise<void>;
}

/** Starts it on a new database in a folder. */
export async function startWidgetGateway(dir: string): Promise<WidgetGateway> {
  const loaded = loadConfig({ QUAYSIDE_DATA_DIR: dir });
  if (!loaded.ok) throw new Error(loaded.error.message);
  const config = loaded.value;
  await createGatewayFile(config.databasePath);
  const sql = openSql(config.databasePath);
  const readSql = openSql(config.databasePath, { readonly: true });
  const log = new EventLog(sql);
  const logger = pino({ level: 'silent' });
  const executor = createExecutor({
    sql,
    log,
    modules: [adminModule, filterModule, chatModule],
    owners: [...KERNEL_STORAGE, adminModule, attachmentsModule, filterModule, chatModule, widgetModule],
    config,
    clock: SYSTEM_CLOCK,
    logger,
  });
  const auth = new AuthService({
    sql,
    executor,
    config,
    secret: SECRET,
    clock: SYSTEM_CLOCK,
    personas: 'none',
  });
  const metrics = createMetrics();
  const realtime = createRealtimeStats(metrics.batchSizes);
  const state: { hasMail: boolean; hear: ((signal: SignalMessage) => void) | null } = {
    hasMail: false,
    hear: null,
  };
  const signals: SignalMessage[] = [];
  const sent: Mail[] = [];
  const app = await createApp({
    config,
    logger,
    clock: SYSTEM_CLOCK,
    auth,
    executor,
    commandLimit: new BucketMap(config.limits.commands),
    log,
    readSql,
    secret: SECRET,
    metrics,
    realtime,
    streams: new EventStreams({
      log,
      auth,
      clock: SYSTEM_CLOCK,
      audiences: new Audiences([], () => readSql),
      perUser: config.limits.connections.perUser,
      onError: (error) => logger.error({ error: String(error) }),
    }),
    migrations: [],
    ...createEdge(config),
    backups: null,
    routes: [
      (on, deps) =>
        widgetRoutes(on, {
          ...deps,
          get mail() {
            return state.hasMail ? { send: async (mail: Mail) => void sent.push(mail) } : null;
          },
        }),
    ],
    signal: (signal) => signals.push(signal),
    onSignal: (listener) => {
      state.hear = listener;
      return () => {
        state.hear = null;
      };
    },
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    sql,
    executor,
    signals,
    sent,
    get hasMail() {
      return state.hasMail;
    },
    set hasMail(yes) {
      state.hasMail = yes;
    },
    get hear() {
      return state.hear;
    },
    async stop() {
      await app.close();
      executor.dispose();
      readSql.close();
      sql.close();
    },
  };
}
