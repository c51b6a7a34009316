import type { i18n } from 'i18next';
import type { Toast } from '#shared/bridge/notifications.ts';
import { isWanted } from '#shared/domain/notifications.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { commandName, refusalReason } from '../i18n/commands.ts';
import { translateDynamic } from '../i18n/index.ts';
import type { Tone } from '../lib/tone.ts';
import { discardCommand, retryCommand } from '../stores/outbox.ts';
import { useSession } from '../stores/session.ts';
import { countHidden, dismissToast, EXPIRED_TOAST, toast } from '../stores/toasts.ts';
import { useUi } from '../stores/ui.ts';
import type { Announcer } from '../sync/streams.ts';

const REFUSED = 'toast.command_refused';
const SUMMARIES: ReadonlySet<string> = new Set(['toast.caught_up', 'toast.flood']);
const TONES: Readonly<Record<Toast['severity'], Tone>> = {
  info: 'accent',
  warning: 'warn',
  critical: 'crit',
};

/** What the announcer needs: the words, where records are shown, and how to get there. */
export interface AnnouncerOptions {
  readonly i18n: i18n;
  readonly pathOf: (subject: Subject) => string | null;
  readonly navigate: (path: string) => void;
}

/** Shows what main reports as toasts. */
export function createAnnouncer({ i18n, pathOf, navigate }: AnnouncerOptions): Announcer {
  const announceOne = (entry: Toast): void => {
    if (entry.message === REFUSED) {
      const { type = '', code = '', message = '' } = entry.values;
      showRefusal(i18n, { id: entry.id, type: String(type), code: String(code), message: String(message) });
      return;
    }
    if (!isWanted(useSession.getState().settings?.notify ?? 'all', entry.about)) return;
    const path = entry.subject === null ? null : pathOf(entry.subject);
    if (path !== null && isInView(path)) return;
    // Categories that no toast has yet have no words.
    const category = translateDynamic(
      i18n,
      `toasts.categories.${entry.category}`,
      {},
      i18n.t('toasts.categories.system'),
    );
    toast({
      id: entry.subject === null ? entry.id : `${entry.subject.kind}:${entry.subject.id}`,
      path,
      tone: TONES[entry.severity],
      title: translateDynamic(i18n, entry.message, entry.values, category),
      body: category,
      actions: SUMMARIES.has(entry.message)
        ? [{ label: i18n.t('toasts.show'), run: openNotices }]
        : path === null
          ? undefined
          : [{ label: i18n.t('toasts.show'), run: () => navigate(path) }],
    });
  };
  return {
    announce(toasts, suppressed) {
      for (const entry of toasts) announceOne(entry);
      // A summary names how many it stands for.
      if (suppressed > 0 && !toasts.some(({ message }) => SUMMARIES.has(message))) countHidden(suppressed);
    },
    announceRefusal({ id, type, error }) {
      showRefusal(i18n, { id, type, code: error?.code ?? '', message: error?.message ?? '' });
    },
    announceKept({ id, type }) {
      toast({
        id: `kept-${id}`,
        tone: 'warn',
        title: i18n.t('outbox.kept', { command: commandName(i18n, type) }),
        body: i18n.t('outbox.keptBody'),
        sticky: true,
      });
    },
  };
}

const openNotices = (): void => useUi.setState({ noticesOpen: true });

/** Whether a path is on screen already: a message in the open conversation needs no toast. */
function isInView(path: string): boolean {
  return document.visibilityState === 'visible' && window.location.hash.slice(1).split('?')[0] === path;
}

interface Refusal {
  readonly id: string;
  readonly type: string;
  readonly code: string;
  readonly message: string;
}

/**
 * Shows a refusal until the user retries or discards the command. Main and the outbox report it under one id: one
 * toast.
 */
function showRefusal(i18n: i18n, { id, type, code, message }: Refusal): void {
  if (code === 'expired') {
    askAboutExpired(i18n);
    return;
  }
  const toastId = `refused-${id}`;
  const closing = (run: (id: string) => void) => () => {
    run(id);
    dismissToast(toastId);
  };
  toast({
    id: toastId,
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

/** Tells the user about commands that are too old to be sent without asking; one toast for all, until each is decided. */
function askAboutExpired(i18n: i18n): void {
  toast({
    id: EXPIRED_TOAST,
    tone: 'warn',
    title: i18n.t('review.toast'),
    body: i18n.t('review.toastBody'),
    sticky: true,
    actions: [
      {
        label: i18n.t('review.action'),
        run: () => {
          useUi.setState({ reviewOpen: true });
          dismissToast(EXPIRED_TOAST);
        },
      },
    ],
  });
}
