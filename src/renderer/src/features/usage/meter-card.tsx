import { Clock, Pencil } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeterUsage } from '#shared/bridge/usage.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useCan } from '../../stores/session.ts';
import { MeterBar } from './meter-bar.tsx';
import { meterName, quantityText } from './names.ts';

/** One meter: what was used of the limit, what is expected, and its days. */
export function MeterCard({
  usage,
  onChange,
}: {
  readonly usage: MeterUsage;
  readonly onChange: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const mayWrite = useCan('usage:write');
  const [listed, setListed] = useState(false);
  const { meter, used, days, reached, pending } = usage;
  const name = meterName(meter, t);
  const quantity = (value: number): string => quantityText(meter, value, format);
  return (
    <Panel
      title={name}
      stale={!live}
      titleExtra={
        pending && (
          <span className="text-warn" title={t('usage.pending')}>
            <Clock size={14} aria-label={t('usage.pending')} />
          </span>
        )
      }
      actions={
        <>
          <Button size="sm" aria-expanded={listed} onClick={() => setListed(!listed)}>
            {listed ? t('usage.hideDays') : t('usage.days')}
          </Button>
          {mayWrite && <IconButton size="sm" icon={Pencil} label={t('usage.change')} onClick={onChange} />}
        </>
      }
      bodyClassName="flex flex-col gap-2 p-3"
    >
      <p className="text-xl font-semibold" data-meter={meter.key} data-used={used}>
        {meter.quota === null
          ? t('usage.noLimit', { used: quantity(used) })
          : t('usage.ofLimit', { used: quantity(used), limit: quantity(meter.quota) })}
      </p>
      <MeterBar usage={usage} name={name} />
      <ul className="flex flex-col gap-0.5 text-xs text-ink-2 proportional-nums">
        <li>
          <Expected usage={usage} />
        </li>
        <li>
          <LimitDay usage={usage} />
        </li>
        <li className="text-ink-3">
          {meter.thresholds.length === 0
            ? t('usage.noThresholds')
            : t('usage.thresholds', {
                percentages: meter.thresholds.map((percent) => format.percent(percent / 100)).join(', '),
              })}
        </li>
        {reached.map(({ percent, at }) => (
          <li key={percent} className="text-warn">
            {t('usage.reachedAt', { percent: format.percent(percent / 100), when: format.dateTime(at) })}
          </li>
        ))}
      </ul>
      {listed ? (
        <Days usage={usage} />
      ) : (
        <Sparkline values={days.map(({ value }) => value)} muted={!live} className="mt-auto h-10 w-full" />
      )}
    </Panel>
  );
}

function Expected({ usage: { meter, projection } }: { readonly usage: MeterUsage }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (!projection.known) return t(`usage.projection.${projection.reason}`);
  const quantity = (value: number): string => quantityText(meter, value, format);
  if (projection.low === projection.high)
    return t('usage.projectedAlone', { value: quantity(projection.value) });
  return t('usage.projected', {
    value: quantity(projection.value),
    low: quantity(projection.low),
    high: quantity(projection.high),
  });
}

function LimitDay({ usage: { limitDay, projection } }: { readonly usage: MeterUsage }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (limitDay.reason !== null)
    return !projection.known && projection.reason === 'over' && limitDay.reason !== 'reached'
      ? null
      : t(`usage.limit.${limitDay.reason}`);
  return t('usage.limitDay', { day: format.day(limitDay.at) });
}

function Days({ usage: { meter, days } }: { readonly usage: MeterUsage }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section
      aria-label={t('usage.days')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-60 overflow-auto"
    >
      <table className="w-full text-right">
        <thead className="sticky top-0 bg-surface text-xs text-ink-3">
          <tr className="border-b border-line">
            <th scope="col" className="py-1 text-left font-medium">
              {t('usage.day')}
            </th>
            <th scope="col" className="py-1 font-medium">
              {t('usage.value')}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, value }) => (
            <tr key={day} className="border-b border-line last:border-0">
              <th scope="row" className="py-1 text-left font-normal">
                {format.isoDay(day)}
              </th>
              <td className="py-1" data-day={day}>
                {quantityText(meter, value, format)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
