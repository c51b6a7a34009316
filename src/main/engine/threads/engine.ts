import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { Logger } from '../../ports.ts';
import { systemClock } from '../../system-clock.ts';
import type { EngineAccount } from '../api/engine.ts';
import {
  type CallName,
  type EngineCall,
  type EngineCalls,
  type FromWorker,
  idleStatus,
  type ToWorker,
} from '../api/engine-port.ts';
import { socketLinks } from '../connection/socket-link.ts';
import { NoticeHub } from '../notices/hub.ts';
import { openCache } from './cache.ts';
import { UserEngine } from './user-engine.ts';

/** The maximum number of log lines sent to the main thread per second. The next line counts the dropped ones. */
const MAX_LOG_LINES_PER_SECOND = 100;

const WorkerData = z.object({ dataDir: z.string(), clientVersion: z.string(), deviceId: z.string() });

const NOT_SIGNED_IN = err({
  code: 'unavailable',
  message: 'You are not signed in. Sign in and try again.',
} as const);

/** Creates a logger that sends its lines to the main thread, at a limited rate. */
function portLogger(port: MessagePort): Logger {
  let second = Number.NaN;
  let lines = 0;
  let dropped = 0;
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') => (fields: Record<string, unknown>, message: string) => {
      const now = Math.floor(systemClock.monotonic() / 1000);
      if (now !== second) {
        second = now;
        lines = 0;
      }
      lines += 1;
      if (lines > MAX_LOG_LINES_PER_SECOND) {
        dropped += 1;
        return;
      }
      const line: FromWorker = {
        kind: 'log',
        level,
        fields: dropped > 0 ? { ...fields, dropped } : fields,
        message,
      };
      dropped = 0;
      port.postMessage(line);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Returns the path of an account's cache. Each server and user has its own, because permissions differ. */
function cacheFile(dataDir: string, { server, userId }: Pick<EngineAccount, 'server' | 'userId'>): string {
  const name = createHash('sha256')
    .update(JSON.stringify([server, userId]))
    .digest('hex')
    .slice(0, 24);
  return join(dataDir, `cache-${name}.db`);
}

type Answer = BridgeResult<EngineCalls[CallName]['value']>;

/** The worker's side of the engine. Answers calls, serves watches and owns the engine of the open account. */
class EngineWorker {
  readonly #port: MessagePort;
  readonly #data: z.infer<typeof WorkerData>;
  readonly #logger: Logger;
  readonly #hub: NoticeHub;
  readonly #tokens = new Map<number, { resolve(token: string | null): void; reject(error: Error): void }>();
  #engine: UserEngine | null = null;
  #server = '';
  #lastToken = 0;

  constructor(port: MessagePort, data: z.infer<typeof WorkerData>) {
    this.#port = port;
    this.#data = data;
    this.#logger = portLogger(port);
    const sources = {
      status: () => this.#engine?.status() ?? idleStatus(this.#server),
      outbox: (ids: Iterable<string>) => this.#engine?.outboxChanges(ids) ?? null,
      now: () => this.#engine?.time.now() ?? systemClock.now(),
    };
    this.#hub = new NoticeHub(systemClock, sources, (watch, item) =>
      this.#post({ kind: 'item', watch, item }),
    );
  }

  receive(message: ToWorker): void {
    switch (message.kind) {
      case 'call':
        void this.#answer(message.id, this.#call(message.call));
        break;
      case 'watch':
        this.#watch(message);
        break;
      case 'unwatch':
        this.#hub.unwatch(message.watch);
        break;
      case 'taken':
        this.#hub.taken(message.watch);
        break;
      case 'visible':
        this.#hub.setVisible(message.visible);
        break;
      case 'signal':
        this.#engine?.sendSignal(message.signal);
        break;
      case 'wake':
        this.#engine?.connection.wake();
        break;
      case 'dismiss_notice':
        this.#engine?.dismissNotice();
        break;
      case 'token':
        this.#token(message);
        break;
    }
  }

  /** Starts a watch. An error must not end the engine: the restarted engine would start the same watch again. */
  #watch({ watch, name }: Extract<ToWorker, { kind: 'watch' }>): void {
    try {
      this.#hub.watch(watch, name);
    } catch (error) {
      this.#logger.error({ name, error: String(error) }, 'cannot start a watch');
    }
  }

  /** Posts an answer at once if it is known, so that answers stay in the order of their calls. */
  async #answer(id: number, answer: Answer | Promise<Answer>): Promise<void> {
    if (!(answer instanceof Promise)) {
      this.#post({ kind: 'reply', id, result: answer });
      return;
    }
    const result = await answer.catch((error: unknown): Answer => {
      this.#logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'a call failed');
      return err({ code: 'internal', message: 'Something went wrong in the console. Try again.' });
    });
    this.#post({ kind: 'reply', id, result });
  }

  #call(call: EngineCall): Answer | Promise<Answer> {
    if (call.name === 'open') return this.#open(call.input);
    if (call.name === 'close') {
      this.#close();
      return ok({});
    }
    const engine = this.#engine;
    if (engine === null) return NOT_SIGNED_IN;
    switch (call.name) {
      case 'pause':
        engine.connection.pause();
        return ok(engine.status());
      case 'resume':
        engine.connection.resume();
        return ok(engine.status());
      case 'refresh':
        engine.connection.refresh();
        return ok(engine.status());
      case 'submit':
        return engine.submit(call.input);
      case 'retry':
        return engine.outbox.retry(call.input);
      case 'discard':
        return engine.outbox.discard(call.input);
      case 'save_draft':
        return engine.saveDraft(call.input);
      case 'older':
        return engine.connection.older(call.input).then((loaded) => (loaded.ok ? ok({}) : loaded));
      case 'diagnostics':
        return ok(engine.diagnostics());
    }
  }

  #open({
    account,
    realtime,
    timeOffset,
  }: EngineCalls['open']['input']): BridgeResult<EngineCalls['open']['value']> {
    this.#close();
    const file = cacheFile(this.#data.dataDir, account);
    const { userId, userName, server } = account;
    const opened = openCache({
      file,
      userId,
      userName,
      now: () => this.#engine?.time.now() ?? systemClock.now(),
      onStep: (progress) => this.#post({ kind: 'opening', progress }),
    });
    if (!opened.ok) return opened;
    const { writer, quarantined, rescued } = opened.value;
    if (quarantined !== null)
      this.#logger.warn({ quarantined, ...rescued }, 'the cache was damaged and is being rebuilt');
    this.#server = server;
    this.#engine = new UserEngine({
      account,
      client: { name: 'quayside', version: this.#data.clientVersion, deviceId: this.#data.deviceId },
      store: writer,
      quarantined,
      hub: this.#hub,
      clock: systemClock,
      logger: this.#logger,
      openLink: socketLinks(systemClock),
      freshToken: () => this.#askToken(),
      onWelcome: ({ user, permissions, timeZone, currency }) =>
        this.#post({ kind: 'welcome', welcome: { user, permissions, timeZone, currency } }),
      timeOffset,
      onTime: (offset) => this.#post({ kind: 'gateway_time', offset }),
    });
    this.#engine.start(realtime);
    this.#hub.opened();
    return ok({ quarantined, cachePath: file, status: this.#engine.status() });
  }

  #close(): void {
    const engine = this.#engine;
    if (engine === null) return;
    for (const waiting of this.#tokens.values()) waiting.reject(new Error('The cache was closed.'));
    this.#tokens.clear();
    engine.dispose();
    this.#engine = null;
    this.#hub.closed();
  }

  #askToken(): Promise<string | null> {
    this.#lastToken += 1;
    const id = this.#lastToken;
    return new Promise((resolve, reject) => {
      this.#tokens.set(id, { resolve, reject });
      this.#post({ kind: 'ask_token', id });
    });
  }

  #token({ id, token, failed }: Extract<ToWorker, { kind: 'token' }>): void {
    const waiting = this.#tokens.get(id);
    this.#tokens.delete(id);
    if (failed) waiting?.reject(new Error('The access token could not be fetched.'));
    else waiting?.resolve(token);
  }

  #post(message: FromWorker): void {
    this.#port.postMessage(message);
  }
}

if (parentPort !== null) {
  const engine = new EngineWorker(parentPort, WorkerData.parse(workerData));
  // Messages are not parsed: both ends are this program in the same version, and input from outside was parsed before.
  parentPort.on('message', (message: ToWorker) => engine.receive(message));
}
