import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { BridgeResult, MethodOutput } from '#shared/bridge/index.ts';
import type { Engine, EngineSession } from '../../src/main/engine/api/engine.ts';
import { createEngine } from '../../src/main/engine/client/client.ts';
import { systemClock } from '../../src/main/hosts/system.ts';
import { recordLog } from './console.ts';
import { sourceWorkers } from './workers.ts';

/** The console's real engine, with its worker threads, on a cache folder of its own. */
export class TestEngine {
  readonly dir = mkdtempSync(join(tmpdir(), 'quayside-engine-'));
  readonly log = recordLog();
  /** Every state the connection has been in, in order. */
  readonly states: ConnectionStatus['state'][] = [];
  readonly #session: EngineSession;
  readonly #token: () => Promise<string>;
  engine: Engine;
  #unwatch: () => void = () => undefined;

  constructor(session: Omit<EngineSession, 'accessToken'>, token: () => Promise<string>) {
    this.#session = { ...session, accessToken: '' };
    this.#token = token;
    this.engine = this.#create();
  }

  #create(): Engine {
    mkdirSync(this.dir, { recursive: true });
    return createEngine(
      { clock: systemClock, logger: this.log, workers: sourceWorkers },
      {
        dataDir: this.dir,
        clientVersion: '0.0.0',
        deviceId: 'test',
        freshToken: this.#token,
        onWelcome: () => undefined,
      },
    );
  }

  async open(): Promise<BridgeResult<{ readonly quarantined: string | null }>> {
    const opened = await this.engine.open(
      { ...this.#session, accessToken: await this.#token() },
      { realtime: true },
    );
    this.#unwatch();
    this.#unwatch = this.engine.watch('connection.status', {}, async ({ state }) => {
      if (this.states.at(-1) !== state) this.states.push(state);
    });
    return opened;
  }

  /** Ends the engine and begins a new one on the same cache, as a restart of the console does. */
  async restart(): Promise<void> {
    await this.engine.dispose();
    this.engine = this.#create();
  }

  async diagnostics(): Promise<MethodOutput<'app.diagnostics'>> {
    const result = await this.engine.diagnostics();
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  }

  /** Which channels were replaced by a snapshot, and why, since the last `forget`. */
  snapshots(): { readonly channel: unknown; readonly reason: unknown }[] {
    return this.log.lines
      .filter(({ message }) => message === 'channel replaced by a snapshot')
      .map(({ fields }) => ({ channel: fields['channel'], reason: fields['reason'] }));
  }

  forget(): void {
    this.log.lines.length = 0;
    this.states.length = 0;
  }

  /** The names of all files of the engine. */
  files(): string[] {
    return readdirSync(this.dir, { recursive: true, encoding: 'utf8' }).sort();
  }

  /** Path of the one cache database. */
  cacheFile(): string {
    const files = this.files().filter((name) => name.endsWith('.db'));
    if (files.length !== 1) throw new Error(`one cache expected, found: ${files.join(', ')}`);
    return join(this.dir, files[0] ?? '');
  }

  async dispose(): Promise<void> {
    this.#unwatch();
    await this.engine.dispose();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
