import { FileLock2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/use-format.ts';

/** The line that tells the members of a private room who exported it, when and why. */
export function ExportedLine({
  author,
  at,
  reason,
}: {
  readonly author: string;
  readonly at: number;
  readonly reason: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <article
      aria-label={t('rooms.messages.by', { author, time: format.time(at) })}
      data-exported=""
      className="my-2 flex gap-2.5 rounded-md border border-warn bg-warn-soft px-3 py-2 text-warn"
    >
      <FileLock2 size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">
          <bdi>{author}</bdi> · <time dateTime={new Date(at).toISOString()}>{format.dateTime(at)}</time>
        </p>
        <p dir="auto" className="break-words">
          {t('rooms.messages.exported', { reason })}
        </p>
      </div>
    </article>
  );
}
