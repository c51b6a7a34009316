import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../hooks/use-format.ts';
import { cx } from '../lib/cx.ts';
import { useAsOf, useIsLive } from '../stores/connection.ts';

/** "Current as of 14:02:31". It advances while live; otherwise it stands still and says that the data is cached. */
export function AsOf({
  at,
  className,
}: {
  readonly at?: number | null;
  readonly className?: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const global = useAsOf();
  const live = useIsLive();
  const shown = at === undefined ? global : at;
  if (shown === null)
    return <span className={cx('text-ink-3', className)}>{t('connection.neverCurrent')}</span>;
  return (
    <span className={cx('whitespace-nowrap text-ink-3', className)}>
      {live
        ? t('connection.asOf', { time: format.clock(shown) })
        : t('connection.cachedAsOf', { time: format.moment(shown) })}
    </span>
  );
}

/** A quiet line for lists and details, shown only while the data is not live. */
export function OfflineNote({ className }: { readonly className?: string }): ReactNode {
  const live = useIsLive();
  if (live) return null;
  return (
    <p className={cx('flex h-7 items-center gap-1.5 border-b border-line bg-sunken px-3 text-xs', className)}>
      <CloudOff size={13} aria-hidden className="text-ink-3" />
      <AsOf />
    </p>
  );
}
