import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeterUsage } from '#shared/bridge/usage.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';

/** How much of the limit is used, with a mark at each threshold. Beyond the limit, the bar is full and the text says more. */
export function MeterBar({ usage, name }: { readonly usage: MeterUsage; readonly name: string }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { meter, used } = usage;
  if (meter.quota === null) return null;
  const share = used / meter.quota;
  const [last = 1] = meter.thresholds.slice(-1).map((percent) => percent / 100);
  const [first = 1] = meter.thresholds.map((percent) => percent / 100);
  const text = t('usage.share', { percent: format.percent(share) });
  return (
    <div className="flex items-center gap-2">
      <div
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(share * 100))}
        aria-valuetext={text}
        className="relative h-2.5 flex-1 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={cx('h-full', share >= last ? 'bg-crit' : share >= first ? 'bg-warn' : 'bg-accent')}
          style={{ width: `${Math.min(100, share * 100)}%` }}
        />
        {meter.thresholds
          .filter((percent) => percent < 100)
          .map((percent) => (
            <span
              key={percent}
              aria-hidden="true"
              className="absolute inset-y-0 w-px bg-ink-3"
              style={{ insetInlineStart: `${percent}%` }}
            />
          ))}
      </div>
      <span className="shrink-0 text-xs text-ink-2">{text}</span>
    </div>
  );
}
