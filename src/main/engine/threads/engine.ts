import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { madeByOther } from '#shared/bridge/contract.ts';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { ProtocolError, Trouble } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Clock, Logger } from '../../ports.ts';
import { systemClock } from '../../system-clock.ts';
import { cacheFile } from '../api/cache-file.ts';
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
import { isDamage, openingError } from '../store/failures.ts';
import type { OpenedStore } from '../store/open.ts';
import { watchErrors } from '../store/sql.ts';
import { answerFiles } from './answer-files.ts';
import { openCache } from './cache.ts';
import { Faults } from './faults.ts';
import { guardedLinks } from './guarded-links.ts';
import { ALL_CHANGES, damageToasts } from './recovery.ts';
import { UserEngine } from './user-engine.ts';

/** The maximum number of log lines sent to the main thread per second. The next line counts the dropped ones. */
const MAX_LOG_LINES_PER_SECOND = 100;

const WorkerData = z.object({ dataDir: z.string(), clientVersion: z.string(), deviceId: z.string() });

const NOT_SIGNED_IN = refused('not_signed_in', {});

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

type Answer = BridgeResult<EngineCalls[CallName]['value']>;

/** The worker's side of the engine. Answers calls, serves watches and owns the engine of the open account. */
class EngineWorker {
  readonly #port: MessagePort;
  readonly #data: z.infer<typeof WorkerData>;
  readonly #logger: Logger;
  readonly #faults: Faults;
  readonly #clock: Clock;
  readonly #hub: NoticeHub;
  readonly #tokens = new Map<number, { resolve(token: string | null): void; reject(error: Error): void }>();
  #engine: UserEngine | null = null;
  #server = '';
  /** Why no cache is open; null if nobody is signed in. */
  #trouble: Trouble | null = null;
  /** The cache that was found to be damaged since it was last opened. */
  #suspect: string | null = null;
  /** The cache that was opened last. */
  #file = '';
  #lastToken = 0;

  constructor(port: MessagePort, data: z.infer<typeof WorkerData>) {
    this.#port = port;
    this.#data = data;
    this.#logger = portLogger(port);
    this.#faults = new Faults({ logger: this.#logger, damaged: (detail) => this.#damaged(detail) });
    this.#clock = this.#faults.clock(systemClock);
    const sources = {
      status: () => this.#engine?.status() ?? idleStatus(this.#server, this.#trouble),
      outbox: (ids: Iterable<string>) =>
        this.#faults.run('outbox changes', () => this.#engine?.outboxChanges(ids) ?? null, null),
      now: () => this.#engine?.time.now() ?? systemClock.now(),
    };
    this.#hub = new NoticeHub(this.#clock, sources, (watch, item) =>
      this.#post({ kind: 'item', watch, item }),
    );
  }

  /** Handles a message. Never throws: an error would end the thread, and everything else with it. */
  receive(message: ToWorker): void {
    if (message.kind !== 'call')
      this.#faults.run(`message ${message.kind}`, () => this.#take(message), undefined);
    else void this.#answer(message);
  }

  #take(message: Exclude<ToWorker, { kind: 'call' }>): void {
    switch (message.kind) {
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
      case 'damaged':
        this.#damaged(message.detail);
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
  async #answer({ id, call }: Extract<ToWorker, { kind: 'call' }>): Promise<void> {
    const failed = (error: unknown): Answer => {
      // Not the message: what a call carries may be secret.
      this.#logger.error(
        { call: call.name, error: error instanceof Error ? error.name : 'unknown' },
        'a call failed',
      );
      this.#faults.saw(error);
      return err({ code: 'unavailable', message: 'The cache could not be used. Try again in a moment.' });
    };
    let answer: Answer | Promise<Answer>;
    try {
      answer = this.#call(call);
    } catch (error) {
      answer = failed(error);
    }
    this.#post({
      kind: 'reply',
      id,
      result: answer instanceof Promise ? await answer.catch(failed) : answer,
    });
  }

  #call(call: EngineCall): Answer | Promise<Answer> {
    if (call.name === 'open') return this.#open(call.input);
    if (call.name === 'close') {
      this.#close();
      this.#suspect = null;
      return ok({});
    }
    const engine = this.#engine;
    if (engine === null) return err({ ...NOT_SIGNED_IN, ...this.#trouble });
    // A call may have waited for this thread while somebody else signed in.
    const made = call.name === 'files' ? call.input.input : call.input;
    const others = madeByOther(made, engine.userId);
    if (others !== null) return err(others);
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
      case 'edit':
        return engine.outbox.edit(call.input);
      case 'discard':
        return engine.outbox.discard(call.input);
      case 'discard_later':
        return engine.outbox.discardLater(call.input);
      case 'restore':
        return engine.outbox.restore(call.input);
      case 'save_draft':
        return engine.saveDraft(call.input);
      case 'save_form':
        return engine.saveForm(call.input);
      case 'tell':
        return engine.tell(call.input);
      case 'mark_read':
        return engine.markRead(call.input);
      case 'figures':
        return engine.figures(call.input);
      case 'older':
        return engine.connection.older(call.input).then((loaded) => (loaded.ok ? ok({}) : loaded));
      case 'files':
        return answerFiles(engine.files, call.input);
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
    this.#server = server;
    this.#file = file;
    const again = this.#suspect === file;
    const opened = openCache({
      file,
      userId,
      userName,
      now: () => this.#engine?.time.now() ?? systemClock.now(),
      suspect: again,
      onStep: (progress) => this.#post({ kind: 'opening', progress }),
    });
    if (!opened.ok) return this.#notOpened(opened.error);
    const { writer, outbox, check, ...damage } = opened.value;
    const { quarantined, quarantinedOutbox } = damage;
    if (quarantined !== null || quarantinedOutbox !== null)
      this.#logger.warn({ ...damage }, 'the cache was damaged and is being rebuilt');
    let engine: UserEngine;
    try {
      engine = this.#createEngine(account, timeOffset, opened.value);
      engine.start(realtime);
    } catch (error) {
      writer.close();
      this.#faults.report('opening the cache', error);
      this.#suspect = isDamage(error) ? file : this.#suspect;
      return this.#notOpened({ ...openingError(error), code: 'unavailable' });
    }
    this.#engine = engine;
    this.#trouble = null;
    this.#suspect = null;
    this.#hub.opened();
    if (again) this.#hub.changed(ALL_CHANGES);
    const toasts = damageToasts(opened.value);
    if (toasts.length > 0) this.#hub.toasts(toasts, 0);
    return ok({ quarantined, cachePath: file, check, status: engine.status() });
  }

  #notOpened(error: ProtocolError): BridgeResult<never> {
    this.#trouble = error;
    this.#hub.closed();
    return err(error);
  }

  #createEngine(
    account: EngineAccount,
    timeOffset: number | null,
    { writer, outbox, quarantined, quarantinedOutbox }: OpenedStore,
  ): UserEngine {
    const faults = this.#faults;
    watchErrors(outbox.db, (error) => faults.saw(error));
    const defer = faults.defer((run) => void setImmediate(run));
    return new UserEngine({
      account,
      client: { name: 'quayside', version: this.#data.clientVersion, deviceId: this.#data.deviceId },
      store: faults.watch(writer),
      outbox: outbox.db,
      faults,
      quarantined,
      quarantinedOutbox,
      hub: this.#hub,
      clock: this.#clock,
      logger: this.#logger,
      defer,
      openLink: guardedLinks(socketLinks(this.#clock), faults, defer),
      freshToken: () => this.#askToken(),
      onWelcome: ({ user, permissions, timeZone, currency, demo }) =>
        this.#post({ kind: 'welcome', welcome: { user, permissions, timeZone, currency, demo } }),
      timeOffset,
      onTime: (offset) => this.#post({ kind: 'gateway_time', offset }),
    });
  }

  /**
   * Closes a damaged cache and has it opened again, which replaces the damaged file. The main thread does that, because it
   * closes the readers first. This is called within the operation that failed, so it happens on a later turn.
   */
  #damaged(detail: string): void {
    const engine = this.#engine;
    if (engine === null || this.#suspect !== null) return;
    this.#suspect = this.#file;
    this.#logger.error({ detail }, 'the cache is damaged');
    setImmediate(() => {
      if (this.#engine !== engine) return;
      this.#trouble = refused('cache_damaged', {});
      this.#faults.run('closing a damaged cache', () => this.#close(), undefined);
      this.#post({ kind: 'damaged' });
    });
  }

  #close(): void {
    const engine = this.#engine;
    if (engine === null) return;
    this.#engine = null;
    for (const waiting of this.#tokens.values()) waiting.reject(new Error('The cache was closed.'));
    this.#tokens.clear();
    try {
      engine.dispose();
    } finally {
      this.#hub.closed();
    }
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
