import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveFigures, Scope } from '#shared/bridge/live.ts';
import { type FigureName, PAYMENT_FIGURES, type PaymentFigure } from '#shared/domain/figures.ts';
import { Button } from '../../components/button.tsx';
import { DetailRow } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useZoneNote } from '../../hooks/use-zone-note.ts';
import { useScopedFigures, windowName } from '../../stores/figures.ts';
import { figureText } from './figure-text.ts';
import { PaymentsDialog } from './payments-dialog.tsx';

/** Where a figure comes from: its source, its range, the window before and how current it is. */
export function FigureDetails({
  name,
  scope,
  label,
}: {
  readonly name: FigureName;
  readonly scope: Scope;
  readonly label: string;
}): ReactNode {
  const figures = useScopedFigures(scope, (all) => all);
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
  const zone = useZoneNote();
  const [listed, setListed] = useState(false);
  const ofPayments = paymentFigureOf(name);
  const period = windowName(figures.window);
  return (
    <div>
      <p className="text-xs text-ink-3">{label}</p>
      <p className="text-xl font-semibold">
        {!figure.known
          ? t('live.notReceived')
          : figure.value === null
            ? t('states.noData')
            : figureText(format, name, figure.value, figures.currency, true)}
      </p>
      <p className="mt-1 text-ink-2">{t(`live.source.${name}`)}</p>
      <dl className="mt-2 border-t border-line pt-1">
        <DetailRow label={t(`live.windowNames.${period}`)}>
          {t('live.range', { from: format.dateTime(figures.from), to: format.moment(figures.to) })}
        </DetailRow>
        <DetailRow label={t(`live.before.${period}`)}>
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
      {ofPayments !== null && figure.known && (
        <Button size="sm" className="my-1" onClick={() => setListed(true)}>
          {t(`live.list.show.${ofPayments}`)}
        </Button>
      )}
      {zone !== null && <p className="text-xs text-ink-3 proportional-nums">{zone.note}</p>}
      {listed && ofPayments !== null && (
        <PaymentsDialog figure={ofPayments} scope={scopeOf(figures)} onClose={() => setListed(false)} />
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

function scopeOf({ window, locationId }: LiveFigures): Scope {
  return locationId === undefined ? { window } : { window, locationId };
}

/** Returns the figure whose payments are listed: for the average, those of the revenue; null where none are behind it. */
function paymentFigureOf(name: FigureName): PaymentFigure | null {
  return name === 'aov' ? 'revenue' : (PAYMENT_FIGURES.find((figure) => figure === name) ?? null);
}
