import type { ProtocolError, Trouble } from '#shared/protocol/errors.ts';
import type { Handshake } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import type { ChangeSet } from '../store/types.ts';
import type { Heartbeat } from './heartbeat.ts';
import { HistoryLoader } from './history.ts';
import type { Link } from './link.ts';
import type { ConnectionOptions } from './options.ts';
import { ChannelSync } from './sync.ts';
import type { SyncEvents } from './sync-events.ts';
import type { TokenKeeper } from './token.ts';

/** The maximum time from opening a link to its welcome. */
const OPEN_TIMEOUT_MS = 10_000;
const HISTORY_TIMEOUT_MS = 60_000;

/** A link and the objects that live as long as it does. */
export interface ActiveLink {
  readonly link: Link;
  readonly sync: ChannelSync;
  readonly history: HistoryLoader;
  stopOpening: () => void;
  heartbeat: Heartbeat | null;
  tokens: TokenKeeper | null;
  /** When it began to open, monotonic, ms. */
  readonly startedAt: number;
  /** When its welcome arrived, monotonic, ms. */
  openedAt: number | null;
}

/** What the owner of a link is told, and asked. */
export interface ActiveLinkEvents {
  /** Whether the link is still the owner's; what comes from another is dropped. */
  isCurrent(active: ActiveLink): boolean;
  received(active: ActiveLink, name: string, payload: unknown): void;
  /** The gateway refused the handshake. */
  refused(error: ProtocolError): void;
  /** The link was lost or did not open in time. */
  lost(trouble: Trouble): void;
  /** Older rows were loaded. */
  loaded(changes: ChangeSet): void;
  readonly sync: SyncEvents;
}

/** Opens a link from the cache's cursors. Its handlers run on a later turn. */
export function openActiveLink(options: ConnectionOptions, token: string, on: ActiveLinkEvents): ActiveLink {
  const { clock, time, client, store, logger } = options;
  const handshake: Handshake = {
    token,
    protocol: PROTOCOL_VERSION,
    client,
    cursors: store.cursors(),
    snapshots: store.snapshotProgress(),
  };
  const own = (run: () => void): void => {
    if (on.isCurrent(active)) run();
  };
  const link = options.openLink(options.server, handshake, {
    message: (name, payload) => own(() => on.received(active, name, payload)),
    refused: (error) => own(() => on.refused(error)),
    closed: (reason) => own(() => on.lost(refused('connection_lost', { reason }))),
  });
  const sync = new ChannelSync(
    store,
    (name, payload) => link.send(name, payload),
    () => link.request('heartbeat', { sentAt: time.now() }, 600_000),
    options.defer,
    on.sync,
  );
  const history = new HistoryLoader({
    store,
    clock,
    request: (message) => link.request('history', message, HISTORY_TIMEOUT_MS),
    isIdle: () => sync.isIdle,
    enqueue: (start) => sync.enqueue(start),
    changed: (changes) => on.loaded(changes),
    refused: ({ code }) => logger.warn({ code }, 'the gateway refused a page of history'),
  });
  const active: ActiveLink = {
    link,
    sync,
    history,
    stopOpening: clock.setTimeout(() => on.lost(refused('server_late', {})), OPEN_TIMEOUT_MS),
    heartbeat: null,
    tokens: null,
    startedAt: clock.monotonic(),
    openedAt: null,
  };
  return active;
}
