import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBridge, redeem, type TestBridge } from './bridge.ts';
import { temporaryFolder } from './folders.ts';
import { freePort, type Program, startProgram } from './processes.ts';

/** A gateway and a browser host of the built product on fixed ports. Both can be killed and restarted. */
export interface Shop {
  readonly dir: string;
  readonly gatewayDir: string;
  readonly consoleDir: string;
  readonly bridge: TestBridge;
  /** The console's address and a valid cookie, for opening a page. */
  readonly session: { readonly origin: string; readonly cookie: string };
  gateway: Program;
  console: Program;
  /** `demo` replaces the arguments of the demo. */
  restartGateway(withDemo: boolean, demo?: readonly string[]): Promise<void>;
  restartConsole(): Promise<void>;
  /** Returns the path of the console's only cache. */
  cacheFile(): string;
  stop(): Promise<void>;
}

export interface ShopOptions {
  /** Arguments of the demo (`--rate 500`), or null for an empty gateway. */
  readonly demo: readonly string[] | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Puts the data of an earlier gateway into the folder of this one. */
  readonly furnish?: (gatewayDir: string) => Promise<void>;
  /** Added to `env` for one of both. */
  readonly gatewayEnv?: Readonly<Record<string, string>>;
  readonly consoleEnv?: Readonly<Record<string, string>>;
}

/** Starts both, exchanges the console's one-time link for a cookie, and opens the bridge. */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const folder = temporaryFolder('shop');
  const dir = folder.path;
  const gatewayDir = join(dir, 'gateway');
  const consoleDir = join(dir, 'console');
  await options.furnish?.(gatewayDir);
  const [gatewayPort, consolePort] = [await freePort(), await freePort()];
  const startGateway = (withDemo: boolean, demo = options.demo): Promise<Program> =>
    startProgram(
      'gateway',
      [
        'serve',
        '--port',
        String(gatewayPort),
        '--data-dir',
        gatewayDir,
        ...(withDemo && demo ? ['--demo', ...demo] : []),
      ],
      { ...options.env, ...options.gatewayEnv },
    );
  const startConsole = (): Promise<Program> =>
    startProgram(
      'browser',
      [
        '--server',
        `http://127.0.0.1:${gatewayPort}`,
        '--port',
        String(consolePort),
        '--no-open',
        '--profile',
        'test',
        '--data-dir',
        consoleDir,
      ],
      { ...options.env, ...options.consoleEnv },
    );
  const gateway = await startGateway(true);
  const consoleHost = await startConsole();
  const session = await redeem(consoleHost.address);
  const shop: Shop = {
    dir,
    gatewayDir,
    consoleDir,
    bridge: openBridge(session.origin, session.cookie),
    session,
    gateway,
    console: consoleHost,
    async restartGateway(withDemo, demo) {
      shop.gateway = await startGateway(withDemo, demo);
    },
    async restartConsole() {
      shop.console = await startConsole();
    },
    cacheFile() {
      const files = readdirSync(consoleDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /cache-[^/]*\.db$/.test(name),
      );
      if (files.length !== 1) throw new Error(`one cache expected, found: ${files.join(', ')}`);
      return join(consoleDir, files[0] ?? '');
    },
    async stop() {
      shop.bridge.dispose();
      await shop.console.stop();
      await shop.gateway.stop();
      folder.remove();
    },
  };
  return shop;
}

/** Returns the count and a digest of rows. Equal digests mean equal rows in the same order. */
export function digest(rows: Iterable<unknown>): { readonly count: number; readonly hash: string } {
  const hash = createHash('sha256');
  let count = 0;
  for (const row of rows) {
    hash.update(canonical(row));
    hash.update('\n');
    count += 1;
  }
  return { count, hash: hash.digest('hex') };
}

/** Returns JSON with sorted keys, so that equal values give equal JSON. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
