import type { QueryClient } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { v7 as uuid } from 'uuid';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { SessionState } from '#shared/bridge/session.ts';
import { bridge, getBridgeState, onBridgeState } from '../bridge/client.ts';
import type { Tone } from '../components/badge.tsx';
import { translateDynamic } from '../i18n/index.ts';
import { receiveAsOf, receiveStatus, useConnection } from '../stores/connection.ts';
import { useLive } from '../stores/live.ts';
import { mergeEntries, newlyRefused, useOutbox } from '../stores/outbox.ts';
import { useSession } from '../stores/session.ts';
import { dismissToast, toast } from '../stores/toasts.ts';
import { createInvalidator } from './invalidation.ts';
import { patchLevels } from './levels.ts';
import { pathOf } from './links.ts';

/** Settles at the next paint, so that a stream's next item comes only after this one can be seen. */
export const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** A call whose failure the streams will show anyway: its error is dropped on purpose. */
const ask = (promise: Promise<unknown>): void => void promise.catch(() => undefined);

/** What the shell needs to tell people things. */
export interface SyncOptions {
  readonly client: QueryClient;
  readonly i18n: i18n;
  readonly navigate: (path: string) => void;
}

const TONES: Readonly<Record<Toast['severity'], Tone>> = {
  info: 'accent',
  warning: 'warn',
  critical: 'crit',
};

/** Ties the stores to main: one subscription per stream for the life of the window. Returns the way to end it all. */
export function startSync({ client, i18n, navigate }: SyncOptions): () => void {
  const invalidator = createInvalidator(client);
  let ends: (() => void)[] = [];
  let sessionEnds: (() => void)[] = [];
  let userId: string | null = null;

  const receiveSession = (session: SessionState): void => {
    useSession.setState({ session });
    const next = session.status === 'signed_in' ? (session.user?.id ?? '?') : null;
    if (next === userId) return;
    for (const end of sessionEnds) end();
    sessionEnds = [];
    userId = next;
    // What one user may see, the next must not.
    client.clear();
    useLive.setState({ byWindow: {} });
    useOutbox.setState({ entries: new Map(), pending: 0, refused: 0 });
    if (next !== null) sessionEnds = watchSession({ client, i18n, navigate }, invalidator.notice);
  };

  const showBridge = (): void => useConnection.setState({ bridge: getBridgeState() });
  const tellVisible = (): void =>
    ask(bridge.call('app.set_visible', { visible: document.visibilityState === 'visible' }));

  // What could not be read while something was down is read again when it is back, without anybody asking for it.
  const readFailedAgain = (): void =>
    ask(client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' }));
  const online = (): void => ask(bridge.call('connection.refresh', {}));

  showBridge();
  window.addEventListener('online', online);
  ends = [
    () => window.removeEventListener('online', online),
    useConnection.subscribe(({ status }, before) => {
      if (status?.state === 'live' && before.status?.state !== 'live') readFailedAgain();
    }),
    onBridgeState((state) => {
      showBridge();
      if (state.state !== 'up') return;
      tellVisible();
      readFailedAgain();
    }),
    bridge.watch('session.state', {}, receiveSession),
    bridge.watch('settings.changed', {}, (settings) => useSession.setState({ settings })),
    bridge.watch('connection.status', {}, receiveStatus),
  ];
  // Streams may wait for a change before they say anything; what stands now is asked for.
  ask(bridge.call('session.state', {}).then(receiveSession));
  ask(bridge.call('settings.get', {}).then((settings) => useSession.setState({ settings })));
  ask(bridge.call('connection.status', {}).then(receiveStatus));
  document.addEventListener('visibilitychange', tellVisible);
  tellVisible();

  return () => {
    for (const end of [...sessionEnds, ...ends]) end();
    document.removeEventListener('visibilitychange', tellVisible);
    invalidator.dispose();
  };
}

function watchSession(
  options: SyncOptions,
  notice: (notice: { topics: { topic: string; keys: string[] | null }[] }) => void,
): (() => void)[] {
  const { client, i18n, navigate } = options;
  let known = false;
  const receiveOutbox = (entries: readonly OutboxEntry[]): void => {
    const before = useOutbox.getState().entries;
    // Refusals from before this window opened are counted, not announced again.
    if (known)
      for (const entry of newlyRefused(before, entries))
        announceRefusal(i18n, entry.id, entry.type, entry.error?.code ?? '', entry.error?.message ?? '');
    known = true;
    useOutbox.setState({ entries: mergeEntries(before, entries) });
  };
  ask(
    bridge.call('commands.outbox', {}).then(({ entries }) => {
      receiveOutbox(entries);
      const count = (...states: OutboxEntry['state'][]): number =>
        entries.filter((entry) => states.includes(entry.state)).length;
      useOutbox.setState({ pending: count('queued', 'sending', 'sent'), refused: count('refused') });
    }),
  );
  return [
    bridge.watch('changes.notices', {}, (item) => {
      patchLevels(client, item.levels);
      receiveAsOf(item.asOf.at);
      notice(item);
      return painted();
    }),
    bridge.watch('outbox.changes', {}, (item) => {
      receiveOutbox(item.entries);
      useOutbox.setState({ pending: item.pending, refused: item.refused });
      notice({ topics: [{ topic: 'outbox', keys: null }] });
    }),
    bridge.watch('notifications.toasts', {}, (item) => {
      for (const entry of item.toasts) announce(i18n, entry, navigate);
      // A summary after a catch-up says itself how many it stands for.
      if (item.suppressed > 0 && !item.toasts.some((entry) => entry.message === CAUGHT_UP))
        toast({
          id: 'suppressed',
          tone: 'neutral',
          title: i18n.t('toasts.suppressed', { count: item.suppressed }),
        });
    }),
  ];
}

const REFUSED = 'toast.command_refused';
const CAUGHT_UP = 'toast.caught_up';

/** Whether what a toast would lead to is on screen already: a message in the open conversation needs no toast. */
function isInView(path: string): boolean {
  return document.visibilityState === 'visible' && window.location.hash.slice(1).split('?')[0] === path;
}

function announce(i18n: i18n, entry: Toast, navigate: (path: string) => void): void {
  const path = entry.subject === null ? null : pathOf(entry.subject);
  if (entry.message === REFUSED) {
    announceRefusal(
      i18n,
      entry.id,
      String(entry.values['type'] ?? ''),
      String(entry.values['code'] ?? ''),
      String(entry.values['message'] ?? ''),
    );
    return;
  }
  if (path !== null && isInView(path)) return;
  const category = i18n.t(`toasts.categories.${entry.category}`);
  toast({
    id: entry.id,
    tone: TONES[entry.severity],
    title: translateDynamic(i18n, entry.message, entry.values, category),
    body: category,
    actions: path === null ? undefined : [{ label: i18n.t('toasts.show'), run: () => navigate(path) }],
  });
}

/** The reason a command was refused for, in words. */
export function refusalReason(i18n: i18n, code: string, message: string): string {
  const known = translateDynamic(i18n, `errors.${code}`, {}, '');
  return [known, message].filter((part) => part !== '').join(': ');
}

/** The name of a command's type. */
export function commandName(i18n: i18n, type: string): string {
  return translateDynamic(i18n, `commands.${type}`, {}, i18n.t('commands.unknown'));
}

/** Sends a refused command again under a new id. */
export function retryCommand(id: string): void {
  ask(bridge.call('commands.retry', { id, newId: uuid() }).then(() => forget(id)));
}

/** Drops a refused command, or one not sent yet, and undoes what it showed. */
export function discardCommand(id: string): void {
  ask(bridge.call('commands.discard', { id }).then(() => forget(id)));
}

/** The outbox's stream tells of changes, not of what is gone: takes a dropped command out of what is known. */
function forget(id: string): void {
  useOutbox.setState((state) => {
    if (!state.entries.has(id)) return state;
    const entries = new Map(state.entries);
    entries.delete(id);
    return { entries };
  });
}

/** Main announces it once and the outbox's stream shows it too: the same id makes them one toast. */
function announceRefusal(i18n: i18n, commandId: string, type: string, code: string, message: string): void {
  const id = `refused-${commandId}`;
  const closing = (run: (id: string) => void) => () => {
    run(commandId);
    dismissToast(id);
  };
  toast({
    id,
    tone: 'crit',
    title: i18n.t('toasts.refused', { command: commandName(i18n, type) }),
    body: refusalReason(i18n, code, message),
    sticky: true,
    actions: [
      { label: i18n.t('common.retry'), run: closing(retryCommand) },
      { label: i18n.t('common.discard'), run: closing(discardCommand) },
    ],
  });
}
