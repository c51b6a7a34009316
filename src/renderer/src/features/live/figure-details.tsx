import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveFigures } from '#shared/bridge/live.ts';
import type { TimeWindow } from '#shared/domain/time.ts';
import { DetailRow } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { type FigureName, useFigures } from '../../stores/figures.ts';
import { figureText } from './figure-text.ts';

/** Where a figure comes from: its source, its range, the window before and how current it is. */
export function FigureDetails({
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
          : figureText(format, name, figure.value, figures.currency, true)}
      </p>
      <p className="mt-1 text-ink-2">{t(`live.source.${name}`)}</p>
      <dl className="mt-2 border-t border-line pt-1">
        <DetailRow label={t(`live.windowNames.${figures.window}`)}>
          {t('live.range', { from: format.dateTime(figures.from), to: format.time(figures.to) })}
        </DetailRow>
        <DetailRow label={t(`live.before.${figures.window}`)}>
          {figureText(format, name, figure.previous, figures.currency, true)}{' '}
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
