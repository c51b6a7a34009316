import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { MethodInput, StreamItem, StreamName } from '#shared/bridge/index.ts';
import type { SessionState } from '#shared/bridge/session.ts';
import type { Settings } from '#shared/bridge/settings.ts';
import { makeConnectionStatus } from '../../make/connection.ts';
import { makeUser } from '../../make/user.ts';
import type { FakeOptions } from './contract.ts';

/** Sends an item to all watchers of a stream. */
export type Push = <S extends StreamName>(stream: S, item: StreamItem<S>) => void;

const IN_DOUBT = (['inventory.adjust', 'inventory.adjust', 'chat.send_message'] as const).map((type, n) => ({
  id: `doubt-${n}`,
  type,
  state: 'queued' as const,
}));

/** The state of the fake main process: session, settings and connection. */
export class FakeState {
  readonly options: FakeOptions;
  readonly #push: Push;
  /** When the notifications were read; null if they were not. */
  readAt: number | null = null;
  #signedIn: boolean;
  #connection: FakeOptions['connection'];
  #settings: Settings;

  constructor(options: FakeOptions, push: Push) {
    this.options = options;
    this.#push = push;
    this.#signedIn = options.signedIn;
    this.#connection = options.connection;
    this.#settings = {
      server: 'http://127.0.0.1:3002',
      realtime: true,
      theme: options.theme,
      language: options.language,
      notifications: true,
      firstStepsDone: [],
      notify: 'all',
      awayAfterMinutes: 5,
      shortcuts: [],
      emoji: [],
      alertDelivery: [],
    };
  }

  /** The time up to which the cache is complete, ms. */
  get asOfAt(): number {
    return this.#connection === 'live' ? this.options.now : this.options.now - 4 * 60_000;
  }

  get asOf(): { readonly seq: number; readonly at: number } {
    return { seq: 48_213, at: this.asOfAt };
  }

  get settings(): Settings {
    return this.#settings;
  }

  get session(): SessionState {
    const { permissions } = this.options;
    return {
      status: this.#signedIn ? 'signed_in' : 'signed_out',
      unlock: this.#signedIn,
      server: this.#settings.server,
      user: this.#signedIn
        ? makeUser({ id: 'u-mara', username: 'mara', name: 'Mara Lindqvist', role: 'manager' })
        : null,
      permissions: this.#signedIn ? [...permissions] : [],
      secretStore: 'file',
      demo: this.options.demo,
      opening: null,
      ended: null,
      review: false,
      timeZone: 'Europe/Berlin',
      currency: 'USD',
    };
  }

  get status(): ConnectionStatus {
    const { now, notice } = this.options;
    const state = this.#connection;
    return makeConnectionStatus({
      state,
      server: this.#settings.server,
      gatewayTime: Math.round(now + performance.now()),
      latencyP50: state === 'live' ? 4 : null,
      latencyP95: state === 'live' ? 11 : null,
      asOf: this.asOf,
      attempt: state === 'offline' ? 4 : 0,
      nextAttemptAt: state === 'offline' ? now + 9000 : null,
      behind: state === 'catching-up' ? 12_304 : null,
      notice: notice
        ? { channel: 'orders', reason: 'history_changed', at: now - 90_000, inDoubt: IN_DOUBT }
        : null,
    });
  }

  signIn(): SessionState {
    this.#signedIn = true;
    return this.session;
  }

  signOut(): SessionState {
    this.#signedIn = false;
    this.#push('session.state', this.session);
    return this.session;
  }

  set(change: MethodInput<'settings.set'>): Settings {
    const before = this.#settings;
    this.#settings = {
      server: change.server ?? before.server,
      realtime: change.realtime ?? before.realtime,
      theme: change.theme ?? before.theme,
      language: change.language ?? before.language,
      notifications: change.notifications ?? before.notifications,
      firstStepsDone: change.firstStepsDone ?? before.firstStepsDone,
      awayAfterMinutes: change.awayAfterMinutes ?? before.awayAfterMinutes,
      notify: change.notify ?? before.notify,
      emoji: change.emoji ?? before.emoji,
      shortcuts: change.shortcuts ?? before.shortcuts,
      alertDelivery: change.alertDelivery ?? before.alertDelivery,
    };
    this.#push('settings.changed', this.#settings);
    return this.#settings;
  }

  setConnection(state: FakeOptions['connection']): ConnectionStatus {
    this.#connection = state;
    this.#push('connection.status', this.status);
    return this.status;
  }
}
