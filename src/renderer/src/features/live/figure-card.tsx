import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeWindow } from '#shared/domain/time.ts';
import { Popover } from '../../components/overlay.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { Skeleton } from '../../components/states.tsx';
import { useFlash } from '../../hooks/use-flash.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { cx } from '../../lib/cx.ts';
import { useIsLive } from '../../stores/connection.ts';
import { type FigureName, useFigures } from '../../stores/figures.ts';
import { FigureDetails } from './figure-details.tsx';
import { figureText } from './figure-text.ts';
import { FigureTrend } from './figure-trend.tsx';

/** One figure: value, change and sparkline. Its popover shows source, range and age. */
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
          <span className="w-full truncate text-xs text-ink-2" title={label}>
            {label}
          </span>
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
                {figure.value === null
                  ? t('states.noData')
                  : figureText(format, name, figure.value, currency)}
              </span>
              <FigureTrend name={name} window={window} figure={figure} />
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
      <FigureDetails name={name} window={window} label={label} />
    </Popover>
  );
});
