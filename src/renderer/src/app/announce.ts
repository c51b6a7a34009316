import type { i18n } from 'i18next';
import type { Toast } from '#shared/bridge/notifications.ts';
import { choiceOf, isToasted } from '#shared/domain/alert-delivery.ts';
import { isWanted } from '#shared/domain/notifications.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { createFormat } from '../format/format.ts';
import { localeFor } from '../hooks/use-format.ts';
import { commandName } from '../i18n/commands.ts';
import { type Refusal, refusalReason } from '../i18n/errors.ts';
import { translateDynamic } from '../i18n/index.ts';
import type { CommandAbout } from '../lib/about.ts';
import type { Catalog } from '../lib/feature.ts';
import type { Said, SayContext } from '../lib/said.ts';
import type { Tone } from '../lib/tone.ts';
import { askToDiscard } from '../stores/asking.ts';
import { refusalToast, retryCommand, useOutbox } from '../stores/outbox.ts';
import { timeZoneOf, useSession } from '../stores/session.ts';
import { countHidden, dismissToast, EXPIRED_TOAST, toast, useToasts } from '../stores/toasts.ts';
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
  /** Says what a command is about. */
  readonly about: Catalog['about'];
}

/** Shows what main reports as toasts. */
export function createAnnouncer({ i18n, pathOf, navigate, about }: AnnouncerOptions): Announcer {
  const announceOne = (entry: Toast): void => {
    if (entry.message === REFUSED) {
      const { type = '', code = '', message = '' } = entry.values;
      const refusal = { code: String(code), message: String(message), why: entry.why };
      showRefusal(i18n, { id: entry.id, type: String(type), refusal });
      return;
    }
    const { settings, session } = useSession.getState();
    if (!isWanted(settings?.notify ?? 'all', entry.about)) return;
    if (!isToasted(choiceOf(settings?.alertDelivery ?? [], session?.user?.id ?? null), entry.alert)) return;
    const path = entry.subject === null ? null : pathOf(entry.subject);
    if (path !== null && isInView(path)) return;
    // Categories that no toast has yet have no words.
    const category: Said = ({ t }) =>
      translateDynamic(i18n, `toasts.categories.${entry.category}`, {}, t('toasts.categories.system'));
    const show: Said = ({ t }) => t('toasts.show');
    toast({
      id: entry.subject === null ? entry.id : `${entry.subject.kind}:${entry.subject.id}`,
      path,
      tone: TONES[entry.severity],
      title: (say) => translateDynamic(i18n, entry.message, entry.values, category(say)),
      body: category,
      actions: SUMMARIES.has(entry.message)
        ? [{ label: show, run: openNotices }]
        : path === null
          ? undefined
          : [{ label: show, run: () => navigate(path) }],
    });
  };
  return {
    announce(toasts, suppressed) {
      for (const entry of toasts) announceOne(entry);
      // A summary names how many it stands for.
      if (suppressed > 0 && !toasts.some(({ message }) => SUMMARIES.has(message))) countHidden(suppressed);
    },
    announceRefusal(entry) {
      const { id, type, error } = entry;
      const refused = { id, type, refusal: error ?? { code: '', message: '' } };
      showRefusal(i18n, refused);
      if (refused.refusal.code !== 'expired') void nameRefusal(i18n, refused, about(entry, contextOf(i18n)));
    },
    announceKept({ id, type }) {
      toast({
        id: `kept-${id}`,
        tone: 'warn',
        title: ({ t }) => t('outbox.kept', { command: commandName(i18n, type) }),
        body: ({ t }) => t('outbox.keptBody'),
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

interface Refused {
  readonly id: string;
  readonly type: string;
  readonly refusal: Refusal;
}

/**
 * Shows a refusal until the user retries or discards the command. Main and the outbox report it under one id: one
 * toast.
 */
function showRefusal(i18n: i18n, { id, type, refusal }: Refused, about?: CommandAbout): void {
  if (refusal.code === 'expired') {
    askAboutExpired();
    return;
  }
  const subject = about?.subject ?? null;
  toast({
    id: refusalToast(id),
    tone: 'crit',
    title({ t }) {
      const command = commandName(i18n, type);
      return subject === null
        ? t('toasts.refused', { command })
        : t('toasts.refusedOf', { command, subject });
    },
    body: (say) => [about?.content ?? '', refusalReason(say, refusal)].filter(Boolean).join('\n'),
    sticky: true,
    actions: [
      { label: ({ t }) => t('common.retry'), run: () => retryCommand(id) },
      { label: ({ t }) => t('common.discard'), run: () => askAbout(id) },
    ],
  });
}

/** Adds what the refused command was about, unless the toast is gone by then. */
async function nameRefusal(i18n: i18n, refused: Refused, reading: Promise<CommandAbout>): Promise<void> {
  const about = await reading;
  const shown = useToasts.getState().toasts.some(({ id }) => id === refusalToast(refused.id));
  if (shown) showRefusal(i18n, refused, about);
}

function contextOf(i18n: i18n): SayContext {
  return { t: i18n.t, format: createFormat(localeFor(i18n.language), timeZoneOf()) };
}

/** Asks before a refused command is discarded. It is in the outbox by the time somebody presses the button. */
function askAbout(id: string): void {
  const entry = useOutbox.getState().entries.get(id);
  if (entry !== undefined) askToDiscard(entry);
}

/** Tells the user about commands that are too old to be sent without asking; one toast for all, until each is decided. */
function askAboutExpired(): void {
  toast({
    id: EXPIRED_TOAST,
    tone: 'warn',
    title: ({ t }) => t('review.toast'),
    body: ({ t }) => t('review.toastBody'),
    sticky: true,
    actions: [
      {
        label: ({ t }) => t('review.action'),
        run: () => {
          useUi.setState({ reviewOpen: true });
          dismissToast(EXPIRED_TOAST);
        },
      },
    ],
  });
}
