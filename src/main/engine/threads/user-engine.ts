import { v7 as uuidv7 } from 'uuid';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { BridgeResult, MethodInput, MethodOutput, StreamItem } from '#shared/bridge/index.ts';
import type { LiveFigures } from '#shared/bridge/live.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import { Channel } from '#shared/protocol/channels.ts';
import type { SignalMessage, Welcome } from '#shared/protocol/messages.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { EngineAccount } from '../api/engine.ts';
import { Connection } from '../connection/connection.ts';
import type { OpenLink } from '../connection/link.ts';
import { saveDraft } from '../domains/chat/drafts.ts';
import type { NoticeHub } from '../notices/hub.ts';
import { NO_CHANGES } from '../notices/merge.ts';
import { addNews, type News, NO_NEWS, Toaster } from '../notices/toasts.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { ChangeSet, StoreWriter } from '../store/types.ts';
import { EFFECTS, NEWS } from './cache.ts';

/** The number of applied events after which the cache is trimmed. */
const TRIM_AFTER_EVENTS = 2_000;
/** Pause between two slices of tidying, ms. */
const TIDY_PAUSE_MS = 25;

/** What the engine of one account needs. `store` is the open cache; the engine closes it. */
export interface UserEngineOptions {
  readonly account: EngineAccount;
  readonly client: { readonly name: string; readonly version: string; readonly deviceId: string };
  readonly store: StoreWriter;
  readonly quarantined: string | null;
  readonly hub: NoticeHub;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly openLink: OpenLink;
  readonly freshToken: () => Promise<string | null>;
  readonly onWelcome: (welcome: Welcome) => void;
  readonly readFigures: (window: TimeWindow) => LiveFigures;
  /** Runs a function on a later turn of the event loop. Default: setImmediate. */
  readonly defer?: (run: () => void) => void;
  /** Uniform in [0, 1). Default: Math.random. */
  readonly random?: () => number;
}

/** The engine of one account: connection, outbox and toasts on one open cache. Disposing it closes the cache. */
export class UserEngine {
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly #options: UserEngineOptions;
  readonly #toaster: Toaster;
  readonly #defer: (run: () => void) => void;
  #missed: News = NO_NEWS;
  #sinceTrim = 0;
  #disposed = false;
  #stopTidying: (() => void) | null = null;

  constructor(options: UserEngineOptions) {
    this.#options = options;
    this.#defer = options.defer ?? ((run) => void setImmediate(run));
    this.#toaster = this.#createToaster();
    this.connection = this.#createConnection();
    this.outbox = this.#createOutbox();
  }

  start(realtime: boolean): void {
    this.connection.start(realtime);
    this.#trim();
    this.#tidy();
  }

  status(): ConnectionStatus {
    return this.connection.status();
  }

  figures(window: TimeWindow): LiveFigures | null {
    return this.#options.account.permissions.includes('payments:read')
      ? this.#options.readFigures(window)
      : null;
  }

  outboxChanges(ids: Iterable<string>): StreamItem<'outbox.changes'> {
    return this.outbox.changes(ids);
  }

  sendSignal(signal: SignalMessage): void {
    this.connection.sendSignal(signal);
  }

  saveDraft({ conversationId, body }: MethodInput<'chat.save_draft'>): BridgeResult<Record<string, never>> {
    try {
      saveDraft(this.#options.store.db, conversationId, body, this.#options.clock.now());
      return ok({});
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot save a draft');
      return err({ code: 'unavailable', message: 'The draft could not be saved on this computer.' });
    }
  }

  diagnostics(): MethodOutput<'app.diagnostics'> {
    const { store, quarantined } = this.#options;
    const cursors: Partial<Record<Channel, number>> = {};
    for (const [channel, cursor] of Object.entries(store.cursors()))
      cursors[Channel.parse(channel)] = cursor.seq;
    return { ...store.diagnostics(), outboxPending: this.outbox.changes([]).pending, cursors, quarantined };
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopTidying?.();
    this.connection.dispose();
    this.outbox.dispose();
    this.#toaster.dispose();
    this.#options.store.close();
  }

  #createToaster(): Toaster {
    const { store, account, clock, hub } = this.#options;
    return new Toaster({
      db: store.db,
      userId: account.userId,
      news: NEWS,
      clock,
      newId: () => uuidv7(),
      show: (toasts, suppressed) => hub.toasts(toasts, suppressed),
    });
  }

  #createConnection(): Connection {
    const { account, client, clock, logger, openLink, store, freshToken, hub, random } = this.#options;
    return new Connection(
      {
        server: account.server,
        userId: account.userId,
        accessToken: account.accessToken,
        client,
        clock,
        logger,
        random: random ?? Math.random,
        openLink,
        store,
        freshToken,
        defer: this.#defer,
      },
      {
        changed: ({ state }) => hub.statusChanged(state),
        welcomed: (welcome) => this.#welcomed(welcome),
        applied: (batch, result) => {
          if (batch.mode === 'live' && this.connection.status().state === 'live')
            this.#toaster.events(result.noteworthy);
          else this.#missed = addNews(this.#missed, result.news);
          this.#changed(result.changes, result.settled);
          this.#sinceTrim += result.applied;
          if (this.#sinceTrim >= TRIM_AFTER_EVENTS) this.#trim();
        },
        replaced: (_channel, _reason, changes, settled) => {
          this.#changed(changes, settled);
          this.#tidy();
        },
        settled: (ids) => this.#settled(ids),
        live: () => {
          this.#toaster.caughtUp(this.#missed);
          this.#missed = NO_NEWS;
        },
        ready: () => this.outbox.connected(),
        lost: () => this.outbox.disconnected(),
        signal: (signal) => hub.signal(signal),
        loaded: (changes) => hub.changed(changes),
      },
    );
  }

  #createOutbox(): Outbox {
    const { account, store, clock, logger, hub, random } = this.#options;
    const cursors = (): Partial<Record<string, { seq: number }>> => store.cursors();
    return new Outbox(
      {
        db: store.db,
        userId: account.userId,
        userName: account.userName,
        permissions: account.permissions,
        effects: EFFECTS,
        clock,
        logger,
        random: random ?? Math.random,
        defer: this.#defer,
        send: (envelope) => this.connection.command(envelope),
        cursorOf: (channel) => cursors()[channel]?.seq,
        unauthenticated: () => this.connection.renewToken(),
      },
      {
        changed: (ids, topics) => {
          hub.outboxChanged(ids);
          hub.changed({ ...NO_CHANGES, topics: new Map([...topics, ['outbox', new Set(ids)]]) });
        },
        refused: (entry) => this.#toaster.refused(entry),
      },
    );
  }

  #welcomed(welcome: Welcome): void {
    const { store, hub, onWelcome } = this.#options;
    const { timeZone, currency, stockLimits } = welcome;
    store.setWorkspace({ timeZone, currency, stockLimits });
    this.outbox.permit(welcome.permissions);
    const allowed = new Set(welcome.channels.map(({ name }) => name));
    // Delete the channels that the user may no longer read.
    for (const name of Object.keys(store.cursors())) {
      const channel = Channel.parse(name);
      if (!allowed.has(channel)) hub.changed(store.forget(channel));
    }
    onWelcome(welcome);
  }

  #changed(changes: ChangeSet, settled: readonly string[]): void {
    this.#options.hub.changed(changes);
    this.#settled(settled);
  }

  #settled(ids: readonly string[]): void {
    if (ids.length > 0) this.outbox.settled(ids);
  }

  /** Deletes what replaced channels have left behind, slice by slice, with pauses in which others get their turn. */
  #tidy(): void {
    this.#stopTidying?.();
    this.#stopTidying = this.#options.clock.setTimeout(() => {
      this.#stopTidying = null;
      try {
        if (!this.#disposed && this.#options.store.tidy()) this.#tidy();
      } catch (error) {
        // It is left for the next snapshot or start.
        this.#options.logger.warn({ error: String(error) }, 'cannot tidy the cache');
      }
    }, TIDY_PAUSE_MS);
  }

  /** Trims the cache in limited steps, one per turn, until nothing is left to trim. */
  #trim(): void {
    this.#sinceTrim = 0;
    this.#defer(() => {
      if (this.#disposed) return;
      try {
        if (this.#options.store.trim()) this.#trim();
      } catch (error) {
        // A failed trim loses nothing; the next one tries again.
        this.#options.logger.warn({ error: String(error) }, 'cannot trim the cache');
      }
    });
  }
}
