import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { ErrorState, SkeletonRows } from '../../components/states.tsx';
import { WidgetPanel } from '../../components/widget-panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useTimeZone } from '../../stores/session.ts';
import { MeterBar } from './meter-bar.tsx';
import { meterName, quantityText } from './names.ts';

/** The meters of this month against their limits, whatever period the board is about. */
export default function UsageWidget(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  const query = useQuery({
    queryKey: ['usage', 'overview', 0, timeZone],
    queryFn: () => bridge.call('usage.overview', { back: 0 }),
  });
  const meters = query.data?.meters;
  return (
    <WidgetPanel
      title={t('widgets.titles.usage.meters')}
      source={t('widgets.texts.usage.meters')}
      asOf={query.data?.asOf}
    >
      {meters === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={4} />
        )
      ) : (
        <ul className="flex flex-col gap-2.5 p-3">
          {meters.map((usage) => {
            const { meter, used } = usage;
            const name = meterName(meter, t);
            return (
              <li key={meter.key}>
                <p className="flex items-baseline gap-2">
                  <Link to="/usage" className="min-w-0 truncate hover:underline">
                    <bdi>{name}</bdi>
                  </Link>
                  <span className="flex-1" />
                  <span className="shrink-0 text-xs text-ink-2">
                    {meter.quota === null
                      ? quantityText(meter, used, format)
                      : t('usage.ofLimit', {
                          used: quantityText(meter, used, format),
                          limit: quantityText(meter, meter.quota, format),
                        })}
                  </span>
                </p>
                <MeterBar usage={usage} name={name} />
              </li>
            );
          })}
        </ul>
      )}
    </WidgetPanel>
  );
}
