import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Role } from '#shared/domain/admin.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { loadConfig } from '../../src/gateway/config.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway/server.ts';
import { temporaryFolder } from './folders.ts';
import { makeUser } from './make/user.ts';
import { createMigrated } from './migrated.ts';
import { runNow } from './run-now.ts';

/** A gateway on a free port with its own data folder. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly dir: string;
  /** Returns an access token of a new user with this role. */
  token(role?: Role): Promise<string>;
  /** Appends settings events to the channel `admin`. Returns the log's head. */
  append(count: number): number;
  stop(): Promise<void>;
}

/** Starts a gateway. A given folder belongs to the caller and may contain the data of an earlier gateway. */
export async function startTestGateway(
  env: Record<string, string> = {},
  options: Partial<GatewayOptions> = {},
  folder?: string,
): Promise<TestGateway> {
  const own = folder === undefined ? temporaryFolder('gateway') : null;
  const dir = own?.path ?? folder ?? '';
  const config = loadConfig({ QUAYSIDE_DATA_DIR: dir, WEBSOCKET_PORT: '0', ...env });
  if (!config.ok) throw new Error(`${config.error.variable}: ${config.error.message}`);
  await createMigrated(config.value.databasePath, options.modules);
  const gateway = await createGateway({
    config: config.value,
    logger: pino({ level: 'silent' }),
    personas: true,
    ...options,
  });
  const { url } = await gateway.start();
  let n = 0;
  return {
    gateway,
    url,
    dir,
    async token(role = 'admin') {
      n += 1;
      const user = makeUser({ username: `${role}-${n}-${uuidv7()}`, name: `Test ${role}`, role });
      await gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) =>
        context.write(addUser, newUser(user, null, context.now, true)),
      );
      const grant = await gateway.auth.persona(user.username);
      if (!grant.ok) throw new Error(grant.error.message);
      return grant.value.accessToken;
    },
    append(count) {
      runNow(gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) => {
        for (let i = 0; i < count; i += 1)
          context.emit('admin.setting_changed', { setting: { key: `k${i % 50}`, value: i } });
      });
      return gateway.log.head();
    },
    async stop() {
      await gateway.dispose();
      own?.remove();
    },
  };
}
