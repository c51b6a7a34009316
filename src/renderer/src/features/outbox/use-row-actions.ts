import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { failureWords } from '../../i18n/errors.ts';
import { askToEdit } from '../../stores/asking.ts';
import {
  discardCommand,
  isDiscardable,
  isEditable,
  isExpired,
  isRetryable,
  retryCommand,
} from '../../stores/outbox.ts';
import { useSession } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { useUi } from '../../stores/ui.ts';
import {
  discardCommands,
  discardTyped,
  restoreCommand,
  restoreTyped,
  useTypedDiscards,
} from './discarding.ts';
import { recordsOf, type UnsentRow } from './rows.ts';

/** What can be done with a row; null for what cannot. */
export interface RowActions {
  readonly retry: (() => void) | null;
  /** Asks about a command that is too old to be sent without looking at it. */
  readonly review: (() => void) | null;
  readonly edit: (() => void) | null;
  /** Opens the record where a typed text goes on. */
  readonly resume: (() => void) | null;
  readonly discard: (() => void) | null;
  readonly restore: (() => void) | null;
  /** Ends the time in which it can be restored. */
  readonly discardNow: (() => void) | null;
  readonly copy: () => void;
}

/** Returns whether a row is about to be discarded. */
export function useIsGoing(row: UnsentRow | null): boolean {
  const going = useTypedDiscards((state) => row !== null && state.going.has(row.key));
  return row?.entry.discarded === true || going;
}

/** Returns what can be done with a row. Without tokens, nothing can be changed. */
export function useRowActions(row: UnsentRow | null): RowActions | null {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { about, pathOf } = useCatalog();
  const review = useSession((state) => state.session?.review ?? false);
  const going = useIsGoing(row);
  if (row === null) return null;
  const { entry, typed } = row;
  const when = (may: boolean, run: () => void): (() => void) | null => (may && !review ? run : null);
  const path = recordsOf(row)
    .map(pathOf)
    .find((found) => found !== null);
  const copy = async (): Promise<void> => {
    const { subject, content } = await about(entry, { t, format });
    await navigator.clipboard.writeText(content === '' ? (subject ?? '') : content);
    toast({ tone: 'ok', title: (context) => context.t('common.copied') });
  };
  return {
    retry: when(typed === null && isRetryable(entry), () => retryCommand(entry.id)),
    review: when(typed === null && isExpired(entry), () => useUi.setState({ reviewOpen: true })),
    edit: when(typed === null && isEditable(entry), () => askToEdit(entry)),
    resume: typed !== null && !going && path != null ? () => void navigate(path) : null,
    discard: when(!going && (typed !== null || isDiscardable(entry)), () => {
      if (typed === null) void discardCommands([entry.id]);
      else discardTyped(typed);
    }),
    restore: when(going, () => (typed === null ? restoreCommand(entry.id) : restoreTyped(typed))),
    discardNow: when(going && typed === null, () => discardCommand(entry.id)),
    copy: () => void copy().catch((error: unknown) => toast({ tone: 'crit', ...failureWords(error) })),
  };
}
