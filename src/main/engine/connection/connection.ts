import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import {
  type ConnectionSignal,
  type ConnectionState,
  nextConnectionState,
} from '#shared/domain/connection.ts';
import { Channel } from '#shared/protocol/channels.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { ProtocolError, Trouble } from '#shared/protocol/errors.ts';
import { ProblemMessage, SignalMessage, WorkspaceMessage } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { ProtocolVersion } from '#shared/protocol/version.ts';
import { type ActiveLink, openActiveLink } from './active-link.ts';
import { Attempts } from './attempts.ts';
import { Heartbeat, LatencyWindow } from './heartbeat.ts';
import { type HistoryLoader, type OlderRequest, olderUnavailable } from './history.ts';
import { LinkError } from './link.ts';
import type { ConnectionEvents, ConnectionOptions } from './options.ts';
import type { SyncEvents } from './sync-events.ts';
import { isRefused, TokenKeeper } from './token.ts';
import { judgeGreeting, versionTrouble } from './welcome.ts';

const REQUEST_TIMEOUT_MS = 10_000;
/** A link that was open at least this long resets the backoff when it is lost. */
const STABLE_MS = 10_000;

/**
 * The console's connection to the gateway. It has the states of shared/domain/connection.ts and opens one link at a time,
 * with backoff and full jitter between links. The only state that outlives a link is the store's cursors, so every link
 * starts in the same way.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #latency = new LatencyWindow();
  #state: ConnectionState = 'offline';
  #token: string | null;
  #active: ActiveLink | null = null;
  readonly #attempts: Attempts;
  #trouble: Trouble | null = null;
  #notice: ConnectionStatus['notice'] = null;
  #confirmedAt: number | null;
  #refusedBefore = 0;
  #newerBefore = 0;
  /** Whether the current token came from `freshToken` since the last welcome. Prevents endless renewal. */
  #askedForToken = false;
  #disposed = false;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
    this.#token = options.accessToken;
    this.#confirmedAt = options.confirmedAt;
    this.#attempts = new Attempts(options.clock, options.time, options.random);
  }

  /** Connects, or stays paused if realtime is off. */
  start(realtime: boolean): void {
    if (realtime) this.#connect();
    else this.pause();
  }

  /** Returns the status as it is shown. */
  status(): ConnectionStatus {
    const cursors = Object.values(this.#options.store.cursors());
    return {
      state: this.#state,
      server: this.#options.server,
      gatewayTime: this.#options.time.now(),
      latencyP50: this.#latency.at(0.5),
      latencyP95: this.#latency.at(0.95),
      asOf: { seq: cursors.reduce((most, cursor) => Math.max(most, cursor.seq), 0), at: this.#confirmedAt },
      attempt: this.#attempts.count,
      nextAttemptAt: this.#attempts.nextAt,
      behind: this.#behind(),
      detail: this.#trouble?.message.slice(0, 500) ?? null,
      why: this.#trouble?.why,
      notice: this.#notice,
      refused: this.#refusedBefore + (this.#active?.sync.refused ?? 0),
      newer: this.#newerBefore + (this.#active?.sync.newer ?? 0),
    };
  }

  /** Whether commands can be sent. */
  get ready(): boolean {
    return this.#state === 'catching-up' || this.#state === 'live';
  }

  /** Closes the link and does not reconnect until `resume`. */
  pause(): void {
    this.#drop();
    this.#trouble = null;
    this.#attempts.reset();
    this.#signal('pause');
  }

  /** Connects again after `pause`. */
  resume(): void {
    if (this.#state === 'paused') this.#connect('resume');
  }

  /** Resyncs all channels if the link is up; otherwise reconnects at once. */
  refresh(): void {
    if (this.#state === 'live') this.#active?.sync.resync();
    this.wake();
  }

  /** Reconnects at once, or checks an open link at once. Called when the machine wakes or the network returns. */
  wake(): void {
    if (this.#state !== 'live') this.#options.time.woke();
    if (this.#state === 'offline' || this.#state === 'unauthorised') {
      this.#attempts.reset();
      this.#askedForToken = false;
      this.#connect();
    } else {
      this.#active?.heartbeat?.beat();
    }
  }

  /** Removes the notice of a changed history. */
  dismissNotice(): void {
    if (this.#notice === null) return;
    this.#notice = null;
    this.#events.changed({ state: false });
  }

  /** Sends a command or its withdrawal and returns the raw reply. Rejects with a LinkError. */
  command(envelope: CommandEnvelope, message: 'command' | 'withdraw'): Promise<unknown> {
    const link = this.ready ? this.#active?.link : undefined;
    return link
      ? link.request(message, envelope, REQUEST_TIMEOUT_MS)
      : Promise.reject(new LinkError('closed'));
  }

  /** Loads a page of older rows into the cache. Returns a refusal if the gateway is not connected. */
  older(request: OlderRequest): ReturnType<HistoryLoader['load']> {
    const history = this.ready ? this.#active?.history : undefined;
    return history?.load(request) ?? Promise.resolve(olderUnavailable());
  }

  /** The access token of the open link, for requests beside it; null without a link. */
  get accessToken(): string | null {
    return this.#active === null ? null : this.#token;
  }

  /** Replaces the access token, after the gateway has refused it. */
  renewToken(): void {
    this.#active?.tokens?.renew();
  }

  /** Sends a signal. Drops it if the connection is not ready. */
  sendSignal(signal: SignalMessage): void {
    if (this.ready) this.#active?.link.send('signal', signal);
  }

  /** Closes the link for good. */
  dispose(): void {
    this.#disposed = true;
    this.#drop();
    this.#signal('sign_out');
  }

  #behind(): number | null {
    if (this.#state === 'live') return 0;
    return this.#state === 'catching-up' ? (this.#active?.sync.behind ?? null) : null;
  }

  #signal(signal: ConnectionSignal): void {
    const next = nextConnectionState(this.#state, signal);
    const state = next !== this.#state;
    this.#state = next;
    this.#events.changed({ state });
  }

  #connect(signal: 'connect' | 'resume' = 'connect'): void {
    if (this.#disposed) return;
    this.#drop();
    this.#signal(signal);
    if (this.#token === null) return void this.#reject(null);
    this.#active = openActiveLink(this.#options, this.#token, {
      // Handlers run after this turn (sockets open asynchronously). They do nothing once the link has been replaced.
      isCurrent: (active) => this.#active === active,
      received: (active, name, payload) => this.#receive(active, name, payload),
      refused: (error) => this.#refusedBy(error),
      lost: (trouble) => this.#lost(trouble),
      loaded: (changes) => this.#events.loaded(changes),
      sync: this.#syncEvents(),
    });
  }

  #receive(active: ActiveLink, name: string, payload: unknown): void {
    active.heartbeat?.heard();
    if (name === 'welcome') this.#welcomed(active, payload);
    else if (name === 'workspace') this.#workspace(payload);
    else if (name === 'signal') this.#signalled(payload);
    else if (name === 'problem') this.#problem(active, payload);
    else if (active.openedAt !== null) active.sync.receive(name, payload);
  }

  #welcomed(active: ActiveLink, payload: unknown): void {
    const greeting = judgeGreeting(payload, this.#options.userId);
    if (greeting.kind === 'rejected') {
      this.#reject(greeting.trouble);
      return;
    }
    if (greeting.kind === 'unreadable') {
      this.#lost(refused('server_welcome', {}));
      return;
    }
    const { welcome } = greeting;
    if (active.openedAt !== null) return;
    const { clock, time } = this.#options;
    active.stopOpening();
    time.welcomed(welcome.serverTime, active.startedAt);
    this.#newerBefore += greeting.newer;
    active.openedAt = clock.monotonic();
    this.#trouble = null;
    this.#askedForToken = false;
    this.#signal('opened');
    if (this.#events.welcomed(welcome)) {
      this.#drop();
      this.#signal('lost');
      this.#connect();
      return;
    }
    active.heartbeat = new Heartbeat(clock, time, active.link, welcome.heartbeatMs, this.#latency, {
      answered: (sentAt) => {
        active.sync.alive(sentAt);
        this.#events.changed({ state: false });
      },
      dead: () => this.#lost(refused('server_silent', {})),
    });
    active.tokens = this.#keepToken(active);
    active.heartbeat.start();
    if (this.#token !== null) active.tokens.watch(this.#token);
    active.sync.start(welcome.channels);
    this.#events.ready();
  }

  #keepToken(active: ActiveLink): TokenKeeper {
    return new TokenKeeper(this.#options.clock, this.#options.time, {
      fresh: this.#options.freshToken,
      present: async (token) => {
        this.#token = token;
        const answer = await active.link.request('token', { token }, REQUEST_TIMEOUT_MS);
        if (isRefused(answer)) throw new Error('The gateway refused the token.');
      },
      signedOut: () => this.#reject(refused('session_over', {})),
    });
  }

  #syncEvents(): SyncEvents {
    const { time, logger } = this.#options;
    return {
      applied: (part, result) => {
        if (part.mode === 'live' && part.last && result.applied > 0 && this.#state === 'live')
          this.#confirmedAt = time.now();
        this.#events.applied(part, result);
        this.#events.changed({ state: false });
      },
      replaced: (channel, reason, changes, settled) => {
        logger.info({ channel, reason }, 'replaced a channel with a snapshot');
        this.#active?.history.replaced(channel);
        if (reason === 'history_changed') this.#notice = { channel, reason, at: time.now(), inDoubt: [] };
        this.#events.replaced(channel, reason, changes, settled);
        this.#events.changed({ state: false });
      },
      settled: (ids) => this.#events.settled(ids),
      live: () => {
        this.#attempts.reset();
        this.#confirmedAt = time.now();
        this.#options.store.confirm(this.#confirmedAt);
        this.#signal('caught_up');
        this.#events.live();
        this.#active?.history.run();
      },
      behind: () => {
        this.#active?.history.pause();
        this.#signal('opened');
      },
      confirmed: (at) => {
        // Never in the future, also after the gateway's clock was set back.
        this.#confirmedAt = Math.min(time.now(), Math.max(this.#confirmedAt ?? 0, at));
        this.#events.changed({ state: false });
      },
      broken: (trouble) => this.#lost(trouble),
    };
  }

  #workspace(payload: unknown): void {
    const workspace = WorkspaceMessage.safeParse(payload);
    if (workspace.success) this.#events.workspace(workspace.data);
    else this.#countRefused();
  }

  #signalled(payload: unknown): void {
    const signal = SignalMessage.safeParse(payload);
    if (signal.success) this.#events.signal(signal.data);
    else this.#countRefused();
  }

  #problem(active: ActiveLink, payload: unknown): void {
    const problem = ProblemMessage.safeParse(payload);
    if (problem.success) this.#heed(active, problem.data);
    else this.#countRefused();
  }

  #heed(active: ActiveLink, { about, error }: ProblemMessage): void {
    this.#options.logger.warn({ about, code: error.code }, 'the gateway refused a message');
    // The gateway is ending the session, or will not answer the resync that is pending. Both need a new link.
    if (about === 'session' || about === 'resync') {
      this.#lost(error, error.retryAfterMs);
      return;
    }
    if (error.code === 'unauthenticated') active.tokens?.renew();
    // The gateway aborted a snapshot, so the channel needs another resync.
    const channel = about === 'snapshot_page' ? Channel.safeParse(error.field).data : undefined;
    if (channel !== undefined) active.sync.resync([channel]);
  }

  #countRefused(): void {
    this.#refusedBefore += 1;
    this.#events.changed({ state: false });
  }

  /** Handles a refused handshake. */
  #refusedBy(error: ProtocolError): void {
    this.#options.logger.warn({ code: error.code, field: error.field }, 'the gateway refused the handshake');
    if (error.code === 'unauthenticated') {
      void this.#retryWithFreshToken();
      return;
    }
    if (error.code === 'invalid' && error.field?.includes('protocol')) {
      const theirs = ProtocolVersion.safeParse(error.current);
      this.#reject(theirs.success ? versionTrouble(theirs.data) : error);
      return;
    }
    if (error.code === 'forbidden') {
      this.#reject(error);
      return;
    }
    this.#lost(error, error.retryAfterMs);
  }

  async #retryWithFreshToken(): Promise<void> {
    this.#drop();
    if (this.#askedForToken) return this.#reject(refused('session_not_accepted', {}));
    this.#askedForToken = true;
    try {
      const token = await this.#options.freshToken();
      // The user may have paused or signed out in the meantime, or another attempt may have started.
      if (this.#disposed || this.#state !== 'connecting' || this.#active !== null) return;
      if (token === null) return this.#reject(refused('session_over', {}));
      this.#token = token;
      this.#connect();
    } catch {
      if (this.#state !== 'connecting' || this.#active !== null) return;
      this.#askedForToken = false;
      this.#lost(refused('session_not_renewed', {}));
    }
  }

  /** Stops connecting, because the user must sign in again or one side must be updated. */
  #reject(trouble: Trouble | null): void {
    this.#drop();
    this.#trouble = trouble;
    this.#attempts.reset();
    this.#signal('refused');
  }

  /** Handles a link that was lost or could not be opened. Schedules the next attempt, with full jitter. */
  #lost(trouble: Trouble, retryAfterMs = 0): void {
    const openedAt = this.#active?.openedAt ?? null;
    const { clock, logger } = this.#options;
    if (openedAt !== null && clock.monotonic() - openedAt >= STABLE_MS) this.#attempts.reset();
    this.#drop();
    if (this.#disposed) return;
    const delay = this.#attempts.schedule(() => this.#connect(), retryAfterMs);
    this.#trouble = trouble;
    logger.info(
      { attempt: this.#attempts.count, delay, detail: trouble.message.slice(0, 500) },
      'not connected',
    );
    this.#signal('lost');
  }

  /** Closes the link, cancels the next attempt, and reports that commands can no longer be sent. */
  #drop(): void {
    this.#attempts.cancel();
    const active = this.#active;
    if (active === null) return;
    this.#active = null;
    this.#refusedBefore += active.sync.refused;
    this.#newerBefore += active.sync.newer;
    active.stopOpening();
    active.heartbeat?.stop();
    active.tokens?.stop();
    active.sync.stop();
    active.history.stop();
    active.link.close();
    this.#events.lost();
  }
}
