import { ArrowDownRight, ArrowUpRight, Minus } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Figure, LiveFigures } from '#shared/bridge/live.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import { Popover } from '../../components/overlay.tsx';
import { DetailRow } from '../../components/panel.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { Skeleton } from '../../components/states.tsx';
import { useFlash } from '../../hooks/use-flash.ts';
import { type Format, useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import { type FigureName, useFigures } from '../../stores/figures.ts';
import { changeTone, FLAT } from './change-tone.ts';

const MONEY: ReadonlySet<FigureName> = new Set(['revenue', 'aov', 'refunds']);

function show(
  format: Format,
  name: FigureName,
  value: number | null,
  currency: string,
  full = false,
): string {
  if (!MONEY.has(name)) return format.integer(value);
  return full ? format.money(value, currency) : format.moneyShort(value, currency);
}

/** One figure: value, change against the window before, its course. Opens to its source, its range and its age. */
export const FigureCard = memo(function FigureCard({
  name,
  window,
}: {
  readonly name: FigureName;
  readonly window: TimeWindow;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const figure = useFigures((state) => state.byWindow[window]?.[name]);
  const currency = useFigures((state) => state.byWindow[window]?.currency ?? 'USD');
  const flash = useFlash<HTMLSpanElement>(figure?.value, live);
  const label = t(`live.figures.${name}`);
  return (
    <Popover
      label={label}
      align="start"
      className="w-[330px]"
      trigger={
        <button
          type="button"
          data-figure={name}
          data-value={figure?.value ?? undefined}
          className={cx(
            'relative flex h-[108px] min-w-0 flex-col overflow-hidden rounded-lg border bg-surface px-3 pt-2.5 text-left hover:border-line-strong',
            live ? 'border-line' : 'q-stale border-dashed border-control',
          )}
        >
          <span className="w-full truncate text-xs text-ink-2">{label}</span>
          {figure === undefined ? (
            <Skeleton className="mt-2 h-5 w-2/3" />
          ) : (
            <>
              <span
                ref={flash}
                className={cx(
                  '-mx-1 mt-0.5 rounded-sm px-1 text-xl font-semibold tracking-[-0.02em] whitespace-nowrap',
                  figure.value === null && 'text-md text-ink-3',
                )}
              >
                {figure.value === null ? t('states.noData') : show(format, name, figure.value, currency)}
              </span>
              <Below name={name} window={window} figure={figure} />
            </>
          )}
          <Sparkline
            values={figure?.spark ?? []}
            muted={!live}
            className="absolute inset-x-0 bottom-0 h-[26px] w-full"
          />
        </button>
      }
    >
      <Provenance name={name} window={window} label={label} />
    </Popover>
  );
});

/** The line under the value: who waits, what is critical, or the change. */
function Below({
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
      <span className={cx('inline-flex items-center font-medium', TONE[changeTone(name, change)])}>
        <Icon size={13} aria-hidden className="-ml-0.5" />
        {flat ? t('live.unchanged') : format.change(change)}
      </span>
      <span className="hidden truncate text-ink-3 wide:inline">
        {t('live.from', { value: show(format, name, figure.previous, currency) })}
      </span>
    </span>
  );
}

function Provenance({
  name,
  window,
  label,
}: {
  readonly name: FigureName;
  readonly window: TimeWindow;
  readonly label: string;
}): ReactNode {
  const figures = useFigures((state) => state.byWindow[window]);
  return figures === undefined ? null : <Details name={name} label={label} figures={figures} />;
}

function Details({
  name,
  label,
  figures,
}: {
  readonly name: FigureName;
  readonly label: string;
  readonly figures: LiveFigures;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = figures[name];
  const others = Object.entries(figures.otherRevenue);
  return (
    <div>
      <p className="text-xs text-ink-3">{label}</p>
      <p className="text-xl font-semibold">
        {figure.value === null
          ? t('states.noData')
          : show(format, name, figure.value, figures.currency, true)}
      </p>
      <p className="mt-1 text-ink-2">{t(`live.source.${name}`)}</p>
      <dl className="mt-2 border-t border-line pt-1">
        <DetailRow label={t(`live.windowNames.${figures.window}`)}>
          {t('live.range', { from: format.dateTime(figures.from), to: format.time(figures.to) })}
        </DetailRow>
        <DetailRow label={t(`live.before.${figures.window}`)}>
          {show(format, name, figure.previous, figures.currency, true)}{' '}
          {figure.change !== null && <span className="text-ink-3">({format.change(figure.change)})</span>}
        </DetailRow>
      </dl>
      {name === 'revenue' && others.length > 0 && (
        <p className="text-xs text-ink-2">
          {t('live.other', {
            amounts: others.map(([currency, amount]) => format.money(amount, currency)).join(', '),
          })}
        </p>
      )}
      <p className="mt-1 border-t border-line pt-2 text-xs text-ink-3">
        {figures.asOf.at === null
          ? t('connection.neverCurrent')
          : t('connection.provenance', {
              time: format.moment(figures.asOf.at),
              seq: format.integer(figures.asOf.seq),
            })}
      </p>
    </div>
  );
}
