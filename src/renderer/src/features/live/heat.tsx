import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import { useFormat } from '../../hooks/use-format.ts';
import type { WidgetProps } from '../../lib/feature.ts';
import { useIsLive } from '../../stores/connection.ts';
import { BreakdownPanel } from './breakdown-panel.tsx';
import { useBreakdown } from './use-breakdown.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** A Monday, from which the names of weekdays are counted. */
const MONDAY = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;

/** When the shop sells: revenue by weekday and hour, as a table whose cells are darker the more there was. */
export default function HeatMap({ scope }: WidgetProps): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const live = useIsLive();
  const query = useBreakdown('heat', scope, () => bridge.call('live.heat', scope));
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' });
  const ink = live ? 'var(--q-chart-1)' : 'var(--q-ink-3)';
  return (
    <BreakdownPanel
      title={t('widgets.titles.live.heat')}
      source={t('live.source.revenue')}
      query={query}
      isEmpty={({ cells }) => cells.every(({ revenue, orders }) => revenue === 0 && orders === 0)}
    >
      {({ cells, currency }) => {
        const most = Math.max(1, ...cells.map(({ revenue }) => revenue));
        return (
          <table className="h-full w-full table-fixed border-separate border-spacing-px p-2 text-2xs">
            <thead className="text-ink-3">
              <tr>
                <th className="w-9" aria-label={t('live.breakdown.weekday')} />
                {HOURS.map((hour) => (
                  <th key={hour} scope="col" className="font-normal">
                    {hour % 3 === 0 ? hour : <span className="sr-only">{hour}</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {HOURS.slice(0, 7).map((day) => (
                <tr key={day}>
                  <th scope="row" className="text-left font-normal text-ink-2">
                    {weekday.format(MONDAY + day * DAY_MS)}
                  </th>
                  {cells.slice(day * 24, day * 24 + 24).map(({ hour, revenue, orders }) => {
                    const text = t('live.breakdown.cell', {
                      revenue: format.money(revenue, currency),
                      orders: format.integer(orders),
                    });
                    const share = Math.max(0, revenue) / most;
                    return (
                      <td
                        key={hour}
                        title={text}
                        data-cell={`${day} ${hour}`}
                        data-value={revenue}
                        className="rounded-xs bg-sunken p-0"
                        style={
                          share === 0
                            ? undefined
                            : {
                                background: `color-mix(in oklab, ${ink} ${Math.round(12 + share * 88)}%, var(--q-sunken))`,
                              }
                        }
                      >
                        <span className="sr-only">{text}</span>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        );
      }}
    </BreakdownPanel>
  );
}
