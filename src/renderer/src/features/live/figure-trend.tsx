import { ArrowDownRight, ArrowUpRight, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure, Scope } from '#shared/bridge/live.ts';
import type { FigureName } from '#shared/domain/figures.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { useScopedFigures } from '../../stores/figures.ts';
import { changeTone, FLAT } from './change-tone.ts';
import { figureText } from './figure-text.ts';

/** The line under a figure's value: waiting customers, critical alerts, or the change against the window before. */
export function FigureTrend({
  name,
  scope,
  figure,
}: {
  readonly name: FigureName;
  readonly scope: Scope;
  readonly figure: Figure;
}): ReactNode {
  const { t } = useTranslation();
  const waiting = useScopedFigures(scope, (figures) => figures.waitingChats) ?? 0;
  const critical = useScopedFigures(scope, (figures) => figures.criticalAlerts) ?? 0;
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
  return <Change name={name} scope={scope} figure={figure} />;
}

const TONE = { good: 'text-ok', bad: 'text-crit', neutral: 'text-ink-2' } as const;

function Change({
  name,
  scope,
  figure,
}: {
  readonly name: FigureName;
  readonly scope: Scope;
  readonly figure: Figure;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useScopedFigures(scope, (figures) => figures.currency) ?? 'USD';
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
