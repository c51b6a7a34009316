import { PenLine, RotateCw, Trash2, Upload } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StatusDot } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { Popover } from '../../components/overlay.tsx';
import { RelativeTime } from '../../components/values.tsx';
import { useSay } from '../../hooks/use-say.ts';
import { refusalReason } from '../../i18n/errors.ts';
import { askToDiscard, askToEdit, useAsking } from '../../stores/asking.ts';
import {
  isDiscardable,
  isEditable,
  isExpired,
  isRetryable,
  openEntries,
  retryCommand,
  stateName,
  useOutbox,
} from '../../stores/outbox.ts';
import { useSession } from '../../stores/session.ts';
import { useUi } from '../../stores/ui.ts';

const MAX_ENTRIES = 12;

/** Counts commands that are waiting or were refused. Hidden when there are none. */
export function OutboxBadge(): ReactNode {
  const { t } = useTranslation();
  const pending = useOutbox((state) => state.pending);
  const refused = useOutbox((state) => state.refused);
  const asking = useAsking((state) => state.discarding !== null || state.editing !== null);
  const [open, setOpen] = useState(false);
  if (pending === 0 && refused === 0) return null;
  const label = [
    pending > 0 && t('outbox.label', { count: pending }),
    refused > 0 && t('outbox.refusedLabel', { count: refused }),
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <Popover
      label={t('outbox.title')}
      className="w-[400px] max-w-[calc(100vw-16px)]"
      focusPanel
      keepOpen={asking}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          data-outbox={pending}
          className="flex h-[30px] items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 font-medium hover:bg-hover"
        >
          <Upload size={15} aria-hidden className="text-ink-3" />
          <span className="sr-only">{label}</span>
          {pending > 0 && <span aria-hidden>{pending}</span>}
          {refused > 0 && (
            <span aria-hidden className="inline-flex items-center gap-1 text-crit">
              <StatusDot tone="crit" />
              {refused}
            </span>
          )}
        </button>
      }
    >
      <Entries onLeave={() => setOpen(false)} />
    </Popover>
  );
}

function Entries({ onLeave }: { readonly onLeave: () => void }): ReactNode {
  const say = useSay();
  const { t } = say;
  const entries = useOutbox((state) => state.entries);
  // Without tokens, nothing can be changed until the user signs in again.
  const review = useSession((state) => state.session?.review ?? false);
  const open = openEntries(entries.values());
  return (
    <div>
      <p className="font-semibold">{t('outbox.title')}</p>
      <p className="mb-2 text-xs text-ink-3">{open.length === 0 ? t('outbox.none') : t('outbox.explain')}</p>
      <ul className="max-h-72 overflow-auto">
        {open.slice(0, MAX_ENTRIES).map((entry) => (
          <li
            key={entry.id}
            data-command={entry.state}
            className="flex items-start gap-2 border-t border-line py-1.5"
          >
            <StatusDot
              className="mt-1.5"
              tone={entry.state === 'refused' ? 'crit' : entry.state === 'queued' ? 'neutral' : 'accent'}
            />
            <div className="min-w-0 flex-1">
              <CommandLine entry={entry} />
              <p className="text-xs text-ink-3">
                {entry.state === 'refused' && !entry.discarded
                  ? refusalReason(say, entry.error ?? { code: '', message: '' })
                  : t(`outbox.states.${stateName(entry)}`)}{' '}
                · <RelativeTime at={entry.createdAt} />
              </p>
            </div>
            {!review && isExpired(entry) && (
              <Button size="sm" onClick={() => useUi.setState({ reviewOpen: true })}>
                {t('review.action')}
              </Button>
            )}
            {!review && isRetryable(entry) && (
              <IconButton
                size="sm"
                icon={RotateCw}
                label={t('common.retry')}
                onClick={() => retryCommand(entry.id)}
              />
            )}
            {!review && isEditable(entry) && (
              <IconButton
                size="sm"
                icon={PenLine}
                label={t('outbox.edit.action')}
                onClick={() => askToEdit(entry)}
              />
            )}
            {!review && isDiscardable(entry) && (
              <IconButton
                size="sm"
                icon={Trash2}
                label={t('common.discard')}
                onClick={() => askToDiscard(entry)}
              />
            )}
          </li>
        ))}
      </ul>
      {open.length > MAX_ENTRIES && (
        <p className="pt-1 text-xs text-ink-3">{t('outbox.more', { count: open.length - MAX_ENTRIES })}</p>
      )}
      <p className="border-t border-line pt-2">
        <Link to="/outbox" onClick={onLeave} className="font-medium text-accent-ink hover:underline">
          {t('outbox.page')}
        </Link>
      </p>
    </div>
  );
}
