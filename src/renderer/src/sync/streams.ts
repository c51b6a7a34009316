import type { QueryClient } from '@tanstack/react-query';
import type { ChangeNotice } from '#shared/bridge/changes.ts';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { SessionState } from '#shared/bridge/session.ts';
import { bridge, getBridgeState, onBridgeState } from '../bridge/client.ts';
import { painted } from '../lib/painted.ts';
import { receiveAsOf, receiveStatus, useConnection } from '../stores/connection.ts';
import {
  isExpired,
  newlyKept,
  newlyRefused,
  receiveEntries,
  receiveInitialEntries,
  settledMeanwhile,
  useOutbox,
} from '../stores/outbox.ts';
import { endOwned } from '../stores/owned.ts';
import { useSession } from '../stores/session.ts';
import { createInvalidator } from './invalidation.ts';
import { patchLevels } from './levels.ts';
import type { Topics } from './topics.ts';

/** Ignores the failure of a call whose outcome the streams report anyway. */
const ignoreFailure = (promise: Promise<unknown>): void => void promise.catch(() => undefined);

/** Tells the user what happened. */
export interface Announcer {
  announce(toasts: readonly Toast[], suppressed: number): void;
  announceRefusal(entry: OutboxEntry): void;
  /** The command had already run when the user discarded it. */
  announceKept(entry: OutboxEntry): void;
}

/** What the streams fill, and who announces what they report. */
export interface SyncOptions {
  readonly client: QueryClient;
  readonly topics: Topics;
  readonly announcer: Announcer;
  /** Leaves the page that the last user was on, because somebody else has signed in. */
  readonly leaveAddress: () => void;
}

/**
 * Fills the stores and the query cache from main: one subscription per stream for the life of the window. Returns an
 * unsubscribe function.
 */
export function startSync({ client, topics, announcer, leaveAddress }: SyncOptions): () => void {
  const invalidator = createInvalidator(client, topics);
  let userEnds: (() => void)[] = [];
  let userId: string | null = null;

  let lastUserId: string | null = null;

  const follow = (session: SessionState | null): void => {
    const next = session?.status === 'signed_in' ? (session.user?.id ?? '?') : null;
    if (next === userId) return;
    for (const end of userEnds) end();
    userEnds = [];
    userId = next;
    // The next user must not see what only the last one may see, or has typed.
    client.clear();
    endOwned();
    // The new user's status may have arrived before the session did.
    ignoreFailure(bridge.call('connection.status', {}).then(receiveStatus));
    if (next === null) return;
    if (lastUserId !== null && next !== lastUserId) leaveAddress();
    lastUserId = next;
    userEnds = watchForUser(client, announcer, invalidator.notice);
  };

  // Forms set the session, too: whoever writes it, nothing of the last user is left when the next render begins.
  const endFollowing = useSession.subscribe(({ session }, before) => {
    if (session !== before.session) follow(session);
  });
  const endAppStreams = watchForWindow(client, (session) => useSession.setState({ session }));
  return () => {
    endFollowing();
    for (const end of userEnds) end();
    endAppStreams();
    invalidator.dispose();
  };
}

/** Watches what is there whether or not someone is signed in. Returns an unsubscribe function. */
function watchForWindow(client: QueryClient, receiveSession: (session: SessionState) => void): () => void {
  const receiveBridge = (): void => useConnection.setState({ bridge: getBridgeState() });
  const sendVisibility = (): void =>
    ignoreFailure(bridge.call('app.set_visible', { visible: document.visibilityState === 'visible' }));
  // Reads that failed while something was down are repeated as soon as it is back.
  const retryFailedReads = (): void =>
    ignoreFailure(
      client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' }),
    );
  const refresh = (): void => ignoreFailure(bridge.call('connection.refresh', {}));

  receiveBridge();
  window.addEventListener('online', refresh);
  document.addEventListener('visibilitychange', sendVisibility);
  const ends = [
    () => window.removeEventListener('online', refresh),
    () => document.removeEventListener('visibilitychange', sendVisibility),
    useConnection.subscribe(({ status }, before) => {
      if (status?.state === 'live' && before.status?.state !== 'live') retryFailedReads();
    }),
    onBridgeState((state) => {
      receiveBridge();
      if (state.state !== 'up') return;
      sendVisibility();
      retryFailedReads();
    }),
    bridge.watch('session.state', {}, receiveSession),
    bridge.watch('settings.changed', {}, (settings) => useSession.setState({ settings })),
    bridge.watch('connection.status', {}, receiveStatus),
  ];
  // A stream may stay silent until something changes, so the present state is read as well.
  ignoreFailure(bridge.call('session.state', {}).then(receiveSession));
  ignoreFailure(bridge.call('settings.get', {}).then((settings) => useSession.setState({ settings })));
  ignoreFailure(bridge.call('connection.status', {}).then(receiveStatus));
  sendVisibility();
  return () => {
    for (const end of ends) end();
  };
}

/** Watches the streams of the signed-in user. */
function watchForUser(
  client: QueryClient,
  announcer: Announcer,
  notice: (notice: Pick<ChangeNotice, 'topics'>) => void,
): (() => void)[] {
  let initial = true;
  let ended = false;
  const receiveOutbox = (entries: readonly OutboxEntry[], gone: readonly string[] = []): void => {
    const known = useOutbox.getState().entries;
    // Refusals from before this window opened are counted, not announced again, unless they are a question.
    for (const entry of newlyRefused(known, entries))
      if (!initial || isExpired(entry)) announcer.announceRefusal(entry);
    for (const entry of newlyKept(known, entries)) announcer.announceKept(entry);
    initial = false;
    receiveEntries(entries, gone);
  };
  const readOutbox = (): void =>
    ignoreFailure(
      bridge.call('commands.outbox', {}).then(({ entries }) => {
        // The answer may come after somebody else has signed in.
        if (ended) return;
        receiveOutbox(entries, settledMeanwhile(useOutbox.getState().entries, entries));
        receiveInitialEntries(entries);
      }),
    );
  readOutbox();
  return [
    () => {
      ended = true;
    },
    // What changed while the console was away, no stream tells.
    onBridgeState(({ state }) => {
      if (state === 'up') readOutbox();
    }),
    bridge.watch('changes.notices', {}, (item) => {
      patchLevels(client, item.levels);
      receiveAsOf(item.asOf.at);
      notice(item);
      return painted();
    }),
    bridge.watch('outbox.changes', {}, (item) => {
      receiveOutbox(item.entries, item.gone);
      useOutbox.setState({ pending: item.pending, refused: item.refused });
      notice({ topics: [{ topic: 'outbox', keys: null }] });
    }),
    bridge.watch('notifications.toasts', {}, ({ toasts, suppressed }) =>
      announcer.announce(toasts, suppressed),
    ),
  ];
}
