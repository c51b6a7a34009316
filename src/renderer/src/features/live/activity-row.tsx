import { ChevronDown, ChevronRight, Radio } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RelativeTime } from '../../components/values.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { TONE_TEXT } from '../../lib/tone.ts';
import { activityText } from './activity-text.ts';
import type { ActivityLine } from './bursts.ts';

/** An event, which leads to what it is about, or a burst of one kind, which opens. */
export const ActivityRow = memo(function ActivityRow({
  line: { key, row, count, open, within },
  onToggle,
}: {
  readonly line: ActivityLine;
  readonly onToggle: (key: string) => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { pathOf, channels } = useCatalog();
  const isBurst = count > 1;
  const view = channels[row.channel];
  const Icon = view?.icon ?? Radio;
  const text = activityText(i18n, format, row, view);
  const tone = TONE_TEXT[view?.tones?.[row.type] ?? 'neutral'];
  const body = (
    <>
      <Icon size={15} aria-hidden className={cx('mt-0.5 shrink-0', tone)} />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate proportional-nums" title={text}>
          {text}
        </span>
        <span className="flex gap-1 text-xs text-ink-3">
          <span className="truncate">
            {isBurst
              ? t('live.activity.burst', { count: count - 1, number: format.integer(count - 1) })
              : `${format.clock(row.at)} · ${t(`channels.${row.channel}`)}`}
          </span>
          <span className="flex-1" />
          <RelativeTime at={row.at} short />
        </span>
      </span>
    </>
  );
  const className = cx(
    'flex h-full w-full items-start gap-2.5 border-b border-line px-3 py-1.5 text-start',
    within && 'bg-sunken ps-6',
  );
  if (isBurst) {
    const Arrow = open ? ChevronDown : ChevronRight;
    return (
      <button
        type="button"
        aria-expanded={open}
        className={cx(className, 'hover:bg-hover focus-visible:-outline-offset-2')}
        onClick={() => onToggle(key)}
      >
        {body}
        <Arrow size={14} aria-hidden className="mt-1 shrink-0 text-ink-3 rtl:-scale-x-100" />
      </button>
    );
  }
  const path = row.subject === null ? null : pathOf(row.subject);
  if (path === null) return <div className={className}>{body}</div>;
  return (
    <Link to={path} className={cx(className, 'hover:bg-hover focus-visible:-outline-offset-2')}>
      {body}
    </Link>
  );
});
