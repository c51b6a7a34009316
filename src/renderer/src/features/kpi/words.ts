import { useTranslation } from 'react-i18next';
import type { KpiStatus } from '#shared/domain/kpi.ts';
import { METRIC_SPECS, type Metric } from '#shared/domain/kpi-metrics.ts';
import type { KpiWindow } from '#shared/domain/kpi-windows.ts';
import { NO_VALUE, spokenDuration } from '../../format/spoken-duration.ts';
import { useFormat } from '../../hooks/use-format.ts';
import type { Tone } from '../../lib/tone.ts';
import { useCurrency } from '../../stores/session.ts';

/** How each status looks. */
export const STATUS_TONES: Readonly<Record<KpiStatus, Tone>> = {
  early: 'neutral',
  no_data: 'neutral',
  on_pace: 'accent',
  reached: 'ok',
  behind: 'warn',
  missed: 'crit',
};

/** Returns a function that shows a value of a metric. */
export function useMetricValue(): (metric: Metric, value: number | null) => string {
  const format = useFormat();
  const currency = useCurrency();
  const { i18n } = useTranslation();
  return (metric, value) => {
    if (value === null) return NO_VALUE;
    switch (METRIC_SPECS[metric].unit) {
      case 'money':
        return format.money(Math.round(value), currency);
      case 'share':
        return format.percent(value);
      case 'duration':
        return spokenDuration(value, i18n.language);
      case 'points':
        return format.decimal(value, 2);
      default:
        return format.decimal(value, 1);
    }
  };
}

/** Returns a function that names a window: its day, its days, or its month. */
export function useWindowName(): (
  window: KpiWindow,
  span: { readonly first: string; readonly last: string },
) => string {
  const format = useFormat();
  const { i18n } = useTranslation();
  return (window, { first, last }) => {
    if (window === 'day') return format.isoDay(first);
    if (window === 'month')
      return new Intl.DateTimeFormat(i18n.language, {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }).format(Date.parse(first));
    return `${format.isoDay(first)} – ${format.isoDay(last)}`;
  };
}
