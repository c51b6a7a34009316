import type { Handshake, SignalMessage, Welcome, WorkspaceMessage } from '#shared/protocol/messages.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ChangeSet } from '../store/types.ts';
import type { GatewayTime } from './gateway-time.ts';
import type { HistoryStore } from './history.ts';
import type { OpenLink } from './link.ts';
import type { SyncEvents, SyncStore } from './sync-events.ts';

/** What a connection needs. */
export interface ConnectionOptions {
  readonly server: string;
  readonly userId: string;
  /** null if there is none: the connection then stays `unauthorised`. */
  readonly accessToken: string | null;
  readonly client: Handshake['client'];
  readonly clock: Clock;
  /** The gateway's time. The connection teaches it; everything that compares with times of events reads it. */
  readonly time: GatewayTime;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly openLink: OpenLink;
  readonly store: SyncStore & HistoryStore;
  /** Up to when the cache was complete when it was opened, by the gateway's time, ms; null if it never was. */
  readonly confirmedAt: number | null;
  /** Fetches a new access token; null if the user must sign in again. Rejects if it could not be fetched. */
  readonly freshToken: () => Promise<string | null>;
  /** Runs a function on a later turn of the event loop. */
  readonly defer: (run: () => void) => void;
}

/** What a connection reports. */
export interface ConnectionEvents extends Pick<SyncEvents, 'applied' | 'replaced' | 'settled'> {
  /** The status changed. `state` is true if the connection state itself changed. */
  changed(what: { readonly state: boolean }): void;
  /**
   * A link was opened. Returns whether it must be opened again, because cursors that it began with were removed from the cache.
   */
  welcomed(welcome: Welcome): boolean;
  /** A setting that everyone sees has changed since the welcome. */
  workspace(workspace: WorkspaceMessage): void;
  /** All channels have caught up, after a connect, a resync or a lag. */
  live(): void;
  /** Commands can be sent. */
  ready(): void;
  /** Commands can no longer be sent. */
  lost(): void;
  signal(signal: SignalMessage): void;
  /** Older rows were added to the cache. */
  loaded(changes: ChangeSet): void;
}
