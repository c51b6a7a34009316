import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import { useAbout } from '../hooks/use-about.ts';
import { commandName } from '../i18n/commands.ts';
import { cx } from '../lib/cx.ts';
import { useMacroStep } from '../stores/macro-runs.ts';

/** A command in the outbox, in words: what it is, what it is about, and what it does. */
export function CommandLine({
  entry,
  lines = 2,
}: {
  readonly entry: OutboxEntry;
  /** How many lines of what it does are shown. */
  readonly lines?: 1 | 2;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const { subject, content } = useAbout(entry);
  const macro = useMacroStep(entry.id);
  return (
    <>
      <p className="truncate font-medium">
        {commandName(i18n, entry.type)}
        {subject !== null && <span data-subject> · {subject}</span>}
        {macro !== null && (
          <span data-macro dir="auto" className="font-normal text-ink-2">
            {' · '}
            {t('outbox.macro', macro)}
          </span>
        )}
      </p>
      {content !== '' && (
        <p
          data-content
          dir="auto"
          className={cx(
            'break-words text-ink-2 proportional-nums',
            lines === 1 ? 'line-clamp-1' : 'line-clamp-2',
          )}
        >
          {content}
        </p>
      )}
    </>
  );
}
