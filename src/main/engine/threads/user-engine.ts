import type { Database } from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { BridgeResult, MethodInput, MethodOutput, StreamItem } from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import { err, ok } from '#shared/domain/result.ts';
import { Channel } from '#shared/protocol/channels.ts';
import { isDirectCommand } from '#shared/protocol/commands/index.ts';
import type { SignalMessage, Welcome, WorkspaceMessage } from '#shared/protocol/messages.ts';
import { PERSONAL_PERMISSION } from '#shared/protocol/personal.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { EngineAccount } from '../api/engine.ts';
import { Connection } from '../connection/connection.ts';
import { GatewayTime } from '../connection/gateway-time.ts';
import type { OpenLink } from '../connection/link.ts';
import type { ConnectionEvents } from '../connection/options.ts';
import { saveDraft } from '../domains/chat/drafts.ts';
import type { Files } from '../files/files.ts';
import type { Transfer } from '../files/transfer.ts';
import type { NoticeHub } from '../notices/hub.ts';
import { NO_CHANGES } from '../notices/merge.ts';
import { addNews, type News, NO_NEWS, Toaster } from '../notices/toasts.ts';
import { saveForm } from '../outbox/forms.ts';
import { Outbox } from '../outbox/outbox.ts';
import { showPersonal } from '../store/personal.ts';
import { asOf, readerOf } from '../store/reader.ts';
import type { ChangeSet, StoreWriter } from '../store/types.ts';
import { EFFECTS, NEWS } from './cache.ts';
import { Expiring } from './expiring.ts';
import type { Faults } from './faults.ts';
import { FigureCheck } from './figure-check.ts';
import { Housekeeping } from './housekeeping.ts';
import { measureLoopDelay } from './loop-delay.ts';
import { createFiles } from './user-files.ts';
import { Wiping } from './wiping.ts';

/** The maximum number of actions that a notice names. */
const MAX_IN_DOUBT = 50;

/** What the engine of one account needs. `store` is the open cache; the engine closes it, with its outbox file. */
export interface UserEngineOptions {
  readonly account: EngineAccount;
  readonly client: { readonly name: string; readonly version: string; readonly deviceId: string };
  readonly store: StoreWriter;
  /** The connection to the outbox file. */
  readonly outbox: Database;
  readonly faults: Faults;
  readonly quarantined: string | null;
  readonly quarantinedOutbox: string | null;
  readonly hub: NoticeHub;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly openLink: OpenLink;
  readonly freshToken: () => Promise<string | null>;
  readonly onWelcome: (welcome: Welcome) => void;
  /** The offset of the gateway's time that the engine before this one knew; null if none did. */
  readonly timeOffset: number | null;
  /** Called with the gateway's time minus monotonic time, ms, whenever it becomes known better. */
  readonly onTime: (offset: number) => void;
  /** Runs a function on a later turn of the event loop. Default: setImmediate. */
  readonly defer?: (run: () => void) => void;
  /** Uniform in [0, 1). Default: Math.random. */
  readonly random?: () => number;
  /** Sends and fetches files. Default: over HTTP. */
  readonly transfer?: Transfer;
}

/** The engine of one account: connection, outbox and toasts on one open cache. Disposing it closes the cache. */
export class UserEngine {
  /** The gateway's time. */
  readonly time: GatewayTime;
  readonly connection: Connection;
  readonly files: Files;
  readonly outbox: Outbox;
  readonly #options: UserEngineOptions;
  readonly #toaster: Toaster;
  readonly #defer: (run: () => void) => void;
  #missed: News = NO_NEWS;
  /** The last welcome, with the settings that changed since. */
  #welcome: Welcome | null = null;
  readonly #loop = measureLoopDelay();
  readonly #housekeeping: Housekeeping;
  readonly #figures: FigureCheck;
  readonly #wiping: Wiping;
  readonly #expiring: Expiring;

  constructor(options: UserEngineOptions) {
    this.#options = options;
    this.#defer = options.defer ?? ((run) => void setImmediate(run));
    const { clock, store, timeOffset, onTime } = options;
    const confirmedAt = asOf(readerOf(store.db), []).at;
    this.time = new GatewayTime(clock, { atLeast: confirmedAt ?? 0, offset: timeOffset }, onTime);
    this.#expiring = new Expiring({
      ...{ store, clock, logger: options.logger, now: () => this.time.now() },
      changed: (changes) => {
        options.hub.changed(changes);
        this.#wiping.look();
      },
    });
    this.#expiring.open();
    this.#toaster = this.#createToaster();
    this.connection = this.#createConnection(confirmedAt);
    const { account, outbox, logger, random, transfer, hub, faults } = options;
    this.files = createFiles({
      ...{ cacheFile: store.db.name, server: account.server, outbox, clock, logger, transfer, hub },
      now: () => this.time.now(),
      random: random ?? Math.random,
      token: () => this.connection.accessToken,
      renewToken: () => this.connection.renewToken(),
      moved: () => faults.run('sending after files', () => this.outbox.filesMoved(), undefined),
    });
    this.outbox = this.#createOutbox();
    this.#wiping = new Wiping({
      ...{ db: store.db, outbox, clock, logger },
      forgetFiles: (ids) => this.files.wipe(ids),
    });
    this.#housekeeping = new Housekeeping({ store, clock, logger, defer: this.#defer });
    this.#figures = new FigureCheck({
      ...{ store, clock, now: () => this.time.now(), defer: (run) => this.#defer(run) },
      rebuilt: () => options.hub.changed({ ...NO_CHANGES, topics: new Map([['payments', null]]) }),
      failed: (error) => options.faults.report('counting the figures anew', error),
    });
  }

  get userId(): string {
    return this.#options.account.userId;
  }

  start(realtime: boolean): void {
    this.connection.start(realtime);
    this.#housekeeping.start();
    this.#figures.start();
    this.#wiping.look();
    this.#expiring.start();
  }

  status(): ConnectionStatus {
    const status = this.connection.status();
    if (status.notice === null) return status;
    const inDoubt = this.outbox.inDoubt().map(({ id, type, state }) => ({ id, type, state }));
    return { ...status, notice: { ...status.notice, inDoubt: inDoubt.slice(0, MAX_IN_DOUBT) } };
  }

  dismissNotice(): void {
    this.outbox.dismissDoubts();
    this.connection.dismissNotice();
  }

  outboxChanges(ids: Iterable<string>): StreamItem<'outbox.changes'> {
    return this.outbox.changes(ids);
  }

  /** Queues a command or, if it is never stored, sends it at once. */
  submit(
    input: MethodInput<'commands.submit'>,
  ): BridgeResult<OutboxEntry> | Promise<BridgeResult<OutboxEntry>> {
    if (isDirectCommand(input.type)) return this.outbox.sendDirect(input);
    const submitted = this.outbox.submit(input);
    if (submitted.ok && input.type === 'chat.send_message') this.files.sort();
    return submitted;
  }

  sendSignal(signal: SignalMessage): void {
    this.connection.sendSignal(signal);
  }

  saveDraft({ conversationId, body }: MethodInput<'chat.save_draft'>): BridgeResult<Record<string, never>> {
    try {
      const { outbox, hub } = this.#options;
      // The list of conversations marks drafts.
      const marks = saveDraft(outbox, conversationId, body, this.time.now());
      const topics = new Map<string, Set<string> | null>([['typed', null]]);
      if (marks) topics.set('chat', new Set([conversationId]));
      hub.changed({ ...NO_CHANGES, topics });
      return ok({});
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot save a draft');
      return err(refused('draft_not_saved', {}));
    }
  }

  saveForm(input: MethodInput<'forms.save'>): BridgeResult<Record<string, never>> {
    try {
      saveForm(this.#options.outbox, input, this.time.now());
      this.#options.hub.changed({ ...NO_CHANGES, topics: new Map([['typed', null]]) });
      return ok({});
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot save a form');
      return err({ code: 'unavailable', message: 'What was typed could not be saved on this computer.' });
    }
  }

  tell(toast: Toast): BridgeResult<Record<string, never>> {
    this.#toaster.tellOnce(toast);
    return ok({});
  }

  markRead(input: MethodInput<'notifications.mark_read'>): BridgeResult<Record<string, never>> {
    return this.#toaster.markRead(input);
  }

  /** Returns the newest recount of the kept sums, or counts them anew. */
  async figures({
    act,
  }: MethodInput<'watchdog.figures'>): Promise<BridgeResult<MethodOutput<'watchdog.figures'>>> {
    if (act === 'look') return ok({ report: this.#figures.last });
    return ok({ report: await this.#figures.run(act === 'rebuild' ? 'rebuild' : 'hand') });
  }

  diagnostics(): MethodOutput<'app.diagnostics'> {
    const { store, quarantined, quarantinedOutbox } = this.#options;
    const cursors: Partial<Record<Channel, number>> = {};
    for (const [channel, cursor] of Object.entries(store.cursors()))
      cursors[Channel.parse(channel)] = cursor.seq;
    const outboxPending = this.outbox.changes([]).pending;
    const loopDelay = this.#loop.read();
    return { ...store.diagnostics(), outboxPending, cursors, quarantined, quarantinedOutbox, loopDelay };
  }

  dispose(): void {
    this.#housekeeping.dispose();
    this.#loop.stop();
    this.#figures.dispose();
    this.#wiping.dispose();
    this.#expiring.dispose();
    try {
      this.connection.dispose();
      this.files.dispose();
      this.outbox.dispose();
      this.#toaster.dispose();
    } finally {
      this.#options.store.close();
    }
  }

  #createToaster(): Toaster {
    const { store, account, clock, hub, faults } = this.#options;
    return new Toaster({
      db: store.db,
      userId: account.userId,
      news: NEWS,
      clock,
      time: this.time,
      newId: () => uuidv7(),
      show: (toasts, suppressed) => hub.toasts(toasts, suppressed),
      told: () => hub.changed({ ...NO_CHANGES, topics: new Map([['notifications', null]]) }),
      failed: (error) => faults.report('remembering toasts', error),
    });
  }

  #createConnection(confirmedAt: number | null): Connection {
    const { account, client, clock, logger, openLink, store, freshToken, hub, random, faults } =
      this.#options;
    return new Connection(
      {
        server: account.server,
        userId: account.userId,
        accessToken: account.accessToken,
        client,
        clock,
        time: this.time,
        logger,
        random: random ?? Math.random,
        openLink,
        store,
        confirmedAt,
        freshToken,
        defer: this.#defer,
      },
      faults.watch<ConnectionEvents>({
        changed: ({ state }) => hub.statusChanged(state),
        welcomed: (welcome) => this.#welcomed(welcome),
        workspace: (workspace) => this.#workspaceChanged(workspace),
        applied: ({ mode }, result) => {
          if (mode === 'live' && this.connection.status().state === 'live')
            this.#toaster.events(result.noteworthy);
          else {
            this.#missed = addNews(this.#missed, result.news);
            this.#toaster.missed(result.noteworthy);
          }
          this.#changed(result.changes, result.settled);
          this.#wiping.look();
          this.#housekeeping.applied(result.applied);
        },
        replaced: (channel, reason, changes, settled) => {
          if (reason === 'history_changed') {
            this.outbox.historyChanged(store.cursors()[channel]?.seq ?? 0);
            this.files.sortAll();
          }
          this.#changed(changes, settled);
          this.#wiping.look();
          this.#housekeeping.tidy();
        },
        settled: (ids) => this.#settled(ids),
        live: () => {
          this.#toaster.caughtUp(this.#missed);
          this.#missed = NO_NEWS;
          this.outbox.caughtUp();
        },
        ready: () => {
          this.outbox.connected();
          this.files.connected();
        },
        lost: () => {
          this.files.disconnected();
          this.outbox.disconnected();
        },
        signal: (signal) => hub.signal(signal),
        loaded: (changes) => {
          hub.changed(changes);
          this.#wiping.look();
        },
      }),
    );
  }

  #createOutbox(): Outbox {
    const { account, store, outbox, clock, logger, hub, random } = this.#options;
    const cursors = (): Partial<Record<string, { seq: number }>> => store.cursors();
    return new Outbox(
      {
        db: outbox,
        userId: account.userId,
        userName: account.userName,
        permissions: account.permissions,
        effects: EFFECTS,
        clock,
        time: this.time,
        logger,
        random: random ?? Math.random,
        defer: this.#defer,
        send: (envelope, message) => this.connection.command(envelope, message),
        cursorOf: (channel) => cursors()[channel]?.seq,
        unauthenticated: () => this.connection.renewToken(),
        files: this.files,
      },
      {
        changed: (ids, topics) => {
          hub.outboxChanged(ids);
          // A message was discarded, or brought back.
          if (topics.has('chat')) this.files.sort();
          // The notice of a changed history names commands by their state.
          if (this.connection.status().notice !== null) hub.statusChanged(false);
          hub.changed({ ...NO_CHANGES, topics: new Map([...topics, ['outbox', new Set(ids)]]) });
        },
        refused: (entry) => this.#toaster.refused(entry),
      },
    );
  }

  #welcomed(welcome: Welcome): boolean {
    const { store, hub, onWelcome } = this.#options;
    const { timeZone, currency, stockLimits, maxMessageLength, messageRetentionDays } = welcome;
    this.#welcome = welcome;
    store.setWorkspace({ timeZone, currency, stockLimits, maxMessageLength, messageRetentionDays });
    const tooMuch = store.expiredTooMuch(this.time.now());
    if (tooMuch) for (const name of ['chat', 'rooms'] as const) hub.changed(store.forget(name));
    this.#expiring.start();
    hub.changed({ ...NO_CHANGES, topics: new Map([['limits', null]]) });
    this.outbox.permit(welcome.permissions);
    // Files of conversations are for those who may read them.
    if (!welcome.permissions.includes('chat:read')) this.files.clear();
    const allowed = new Set(welcome.channels.map(({ name }) => name));
    // Delete the channels that the user may no longer read.
    for (const name of Object.keys(store.cursors())) {
      const channel = Channel.parse(name);
      if (!allowed.has(channel)) hub.changed(store.forget(channel));
    }
    const personal = welcome.permissions.includes(PERSONAL_PERMISSION);
    const { changes, refetch } = showPersonal(store, personal);
    for (const change of changes) hub.changed(change);
    if (changes.length > 0) this.#toaster.forget();
    onWelcome(welcome);
    return refetch || tooMuch;
  }

  /** Follows a changed setting. The main thread learns of it like of a welcome, of which it is a part. */
  #workspaceChanged(workspace: WorkspaceMessage): void {
    const { store, onWelcome } = this.#options;
    store.setWorkspace(workspace);
    if (this.#welcome === null) return;
    this.#welcome = { ...this.#welcome, ...workspace };
    onWelcome(this.#welcome);
  }

  #changed(changes: ChangeSet, settled: readonly string[]): void {
    this.#options.hub.changed(changes);
    this.#settled(settled);
  }

  #settled(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.outbox.settled(ids);
    this.files.sort();
  }
}
