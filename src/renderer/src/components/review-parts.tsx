import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What an old command was meant to do, beside what stands now. */
export function ReviewParts({
  meant,
  now,
}: {
  readonly meant: ReactNode;
  readonly now: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <dl className="grid gap-3">
      <div data-review="meant">
        <dt className="text-xs font-medium text-ink-3">{t('review.meant')}</dt>
        <dd dir="auto" className="mt-0.5 break-words whitespace-pre-wrap">
          {meant}
        </dd>
      </div>
      <div data-review="now">
        <dt className="text-xs font-medium text-ink-3">{t('review.now')}</dt>
        <dd dir="auto" className="mt-0.5 break-words whitespace-pre-wrap">
          {now}
        </dd>
      </div>
    </dl>
  );
}
