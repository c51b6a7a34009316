import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import { PERMISSIONS, type Permission } from '#shared/protocol/permissions.ts';
import { type Console, composeConsole } from '../../src/main/compose.ts';
import {
  type BrowserHost,
  type BrowserHostOptions,
  startBrowserHost,
} from '../../src/main/hosts/browser/server.ts';
import { memorySecrets } from '../../src/main/hosts/memory-secrets.ts';
import { openRendererFiles } from '../../src/main/hosts/renderer-files.ts';
import { systemClock } from '../../src/main/hosts/system.ts';
import type { Clock, HostPorts } from '../../src/main/ports.ts';
import type { GatewayAuth } from '../../src/main/services/gateway-auth.ts';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';
import { temporaryFolder } from './folders.ts';
import { type RecordedLog, recordLog } from './log.ts';
import { makeUser } from './make/user.ts';

/** A fake of the gateway's sign-in routes that accepts everyone and counts requests. */
export interface FakeAuth extends GatewayAuth {
  refreshes: number;
  refreshAnswer: BridgeResult<TokenGrant> | null;
  readonly loggedOut: string[];
}

/** Creates the grant of the n-th sign-in. */
export function grantOf(n: number, permissions: readonly Permission[] = PERMISSIONS): TokenGrant {
  return {
    accessToken: `access-${n}`,
    accessExpiresAt: 1_000,
    refreshToken: `refresh-${n}`,
    refreshExpiresAt: 2_000,
    user: makeUser({ id: 'u-1', username: 'ada', name: 'Ada', role: 'admin' }),
    permissions: [...permissions],
  };
}

/** Creates the fake sign-in routes. */
export function createFakeAuth(permissions: readonly Permission[] = PERMISSIONS): FakeAuth {
  let n = 0;
  return {
    refreshes: 0,
    refreshAnswer: null,
    loggedOut: [],
    login: async (_server, username) =>
      username === 'ada'
        ? ok(grantOf(++n, permissions))
        : err({ code: 'unauthenticated', message: 'The username or the password is wrong.' }),
    persona: async () => ok(grantOf(++n, permissions)),
    async refresh() {
      this.refreshes += 1;
      await new Promise((done) => setImmediate(done));
      return this.refreshAnswer ?? ok(grantOf(++n, permissions));
    },
    personas: async () => ok({ personas: [{ username: 'ada', name: 'Ada', role: 'admin' }] }),
    changePassword: async () => ok({}),
    sessions: async () => ok({ sessions: [] }),
    apiKeyUses: async () => ok({ uses: [] }),
    async logout(_server, token) {
      this.loggedOut.push(token);
    },
    dispose: () => {},
  };
}

/** The real console with a fake engine and fake sign-in. */
export interface TestConsole {
  readonly console: Console;
  readonly engine: FakeEngine;
  readonly auth: FakeAuth;
  readonly ports: HostPorts;
  readonly log: RecordedLog;
  readonly data: string;
  dispose(): Promise<void>;
}

/** Options of `startTestConsole`. */
export interface TestConsoleOptions {
  readonly data?: string;
  readonly clock?: Clock;
  readonly secrets?: HostPorts['secrets'];
  readonly auth?: FakeAuth;
  readonly server?: string;
  readonly notifier?: HostPorts['notifier'];
  readonly focused?: () => boolean;
  /** Called while the last sign-in is being restored. */
  readonly begun?: (console: Console) => void;
  readonly prepare?: (engine: FakeEngine) => void;
}

/** Starts the real console on a fake engine and a fake gateway. */
export async function startTestConsole(options: TestConsoleOptions = {}): Promise<TestConsole> {
  const own = options.data === undefined ? temporaryFolder('console') : null;
  const data = own?.path ?? options.data ?? '';
  const log = recordLog();
  const engine = createFakeEngine();
  options.prepare?.(engine);
  const auth = options.auth ?? createFakeAuth();
  const noWorker = (): never => {
    throw new Error('The fake engine has no workers.');
  };
  const ports: HostPorts = {
    host: 'browser',
    clock: options.clock ?? systemClock,
    logger: log,
    secrets: options.secrets ?? memorySecrets(),
    notifier: options.notifier ?? { available: false, show: () => {} },
    opener: { open: async () => {} },
    paths: { data },
    power: { onWake: () => () => {}, onAway: () => () => {}, idleMs: () => null },
    focused: options.focused ?? (() => false),
    locale: () => 'en-GB',
    workers: { engine: noWorker, reader: noWorker },
  };
  const console = await composeConsole(
    ports,
    { profile: 'test', version: '0.0.0', server: options.server ?? 'http://127.0.0.1:3002' },
    { createEngine: () => engine, auth },
  );
  options.begun?.(console);
  await console.restored;
  return {
    console,
    engine,
    auth,
    ports,
    log,
    data,
    async dispose() {
      await console.dispose();
      own?.remove();
    },
  };
}

/** Writes a minimal built renderer. Returns its folder. */
export async function writeRenderer(folder: string): Promise<string> {
  const root = join(folder, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><html><head><title>Quayside</title></head><body></body></html>',
  );
  await writeFile(join(root, 'assets/app-abc123.js'), 'export {};\n');
  await writeFile(join(folder, 'secret.js'), 'export const secret = 1;\n');
  return root;
}

/** A test console behind the browser host. */
export interface TestHost extends TestConsole {
  readonly host: BrowserHost;
  readonly origin: string;
  /** Opens a one-time link. Returns its cookie as a Cookie header. */
  enter(): Promise<string>;
}

/** Starts the browser host in front of a test console. */
export async function startTestHost(
  options: TestConsoleOptions & Partial<Pick<BrowserHostOptions, 'rate' | 'port'>> = {},
): Promise<TestHost> {
  const made = await startTestConsole(options);
  const files = await openRendererFiles(await writeRenderer(made.data));
  const { ports, console } = made;
  const rate = options.rate === undefined ? {} : { rate: options.rate };
  const host = await startBrowserHost({
    ports,
    router: console.router,
    files,
    port: options.port ?? 0,
    ...rate,
  });
  return {
    ...made,
    host,
    origin: `http://127.0.0.1:${host.port}`,
    async enter() {
      // The host could close a kept-alive connection meanwhile.
      const headers = { connection: 'close' };
      const response = await fetch(host.link(), { redirect: 'manual', headers });
      return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
    async dispose() {
      await host.dispose();
      await made.dispose();
    },
  };
}
