import { ArrowDownRight, ArrowUpRight, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure } from '#shared/bridge/live.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { type FigureName, useFigures } from '../../stores/figures.ts';
import { changeTone, FLAT } from './change-tone.ts';
import { figureText } from './figure-text.ts';

/** The line under a figure's value: waiting customers, critical alerts, or the change against the window before. */
export function FigureTrend({
  name,
  window,
  figure,
}: {
  readonly name: FigureName;
  readonly window: TimeWindow;
  readonly figure: Figure;
}): ReactNode {
  const { t } = useTranslation();
  const waiting = useFigures((state) => state.byWindow[window]?.waitingChats ?? 0);
  const critical = useFigures((state) => state.byWindow[window]?.criticalAlerts ?? 0);
  if (name === 'openChats') {
    return (
      <span className={cx('truncate text-xs', waiting > 0 ? 'font-medium text-warn' : 'text-ink-3')}>
        {waiting > 0 ? t('live.waiting', { count: waiting }) : t('live.nobodyWaiting')}
      </span>
    );
  }
  if (name === 'openAlerts') {
    return (
      <span className={cx('truncate text-xs', critical > 0 ? 'font-medium text-crit' : 'text-ink-3')}>
        {critical > 0 ? t('live.critical', { count: critical }) : t('live.noneCritical')}
      </span>
    );
  }
  return <Change name={name} window={window} figure={figure} />;
}

const TONE = { good: 'text-ok', bad: 'text-crit', neutral: 'text-ink-2' } as const;

function Change({
  name,
  window,
  figure,
}: {
  readonly name: FigureName;
  readonly window: TimeWindow;
  readonly figure: Figure;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useFigures((state) => state.byWindow[window]?.currency ?? 'USD');
  const { change } = figure;
  if (change === null) return <span className="truncate text-xs text-ink-3">{t('live.noComparison')}</span>;
  const flat = Math.abs(change) < FLAT;
  const Icon = flat ? Minus : change > 0 ? ArrowUpRight : ArrowDownRight;
  return (
    <span className="flex items-center gap-1.5 text-xs whitespace-nowrap">
      <span className={cx('inline-flex items-center gap-0.5 font-medium', TONE[changeTone(name, change)])}>
        <Icon size={13} aria-hidden className="-ml-0.5" />
        {flat ? t('live.unchanged') : format.change(change)}
      </span>
      <span className="hidden truncate text-ink-3 wide:inline">
        {t('live.from', { value: figureText(format, name, figure.previous, currency) })}
      </span>
    </span>
  );
}
