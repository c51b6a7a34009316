import type { Handshake, SignalMessage, Welcome } from '#shared/protocol/messages.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { OpenLink } from './link.ts';
import type { SyncEvents, SyncStore } from './sync.ts';

/** What a connection needs. */
export interface ConnectionOptions {
  readonly server: string;
  readonly userId: string;
  readonly accessToken: string;
  readonly client: Handshake['client'];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly openLink: OpenLink;
  readonly store: SyncStore;
  readonly freshToken: () => Promise<string | null>;
  /** Runs something on a later turn of the event loop. */
  readonly defer: (run: () => void) => void;
}

/** What a connection reports. */
export interface ConnectionEvents extends Pick<SyncEvents, 'applied' | 'replaced' | 'settled'> {
  /** Something of the status moved; `state` tells that the state itself did. */
  changed(what: { readonly state: boolean }): void;
  welcomed(welcome: Welcome): void;
  /** All channels are complete after a connect, a resync or a lag. */
  live(): void;
  /** Commands can be sent from here on. */
  ready(): void;
  /** They cannot any more. */
  lost(): void;
  signal(signal: SignalMessage): void;
}
