import { useTranslation } from 'react-i18next';
import type { Scope, Window } from '#shared/bridge/live.ts';
import { dayStart } from '#shared/domain/time.ts';
import type { Format } from '../../format/format.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useLocations } from '../../hooks/use-locations.ts';
import { useTimeZone } from '../../stores/session.ts';

/** Names the days of a period. */
export function daysText(
  format: Pick<Format, 'day'>,
  { from, to }: Exclude<Window, string>,
  timeZone: string,
): string {
  const name = (day: string): string => format.day(dayStart(day, timeZone));
  return `${name(from)} – ${name(to)}`;
}

/** Says the period and the place of figures in words, for where there are no controls. */
export function useScopeText({ window, locationId }: Scope): string {
  const { t } = useTranslation();
  const format = useFormat();
  const timeZone = useTimeZone();
  const locations = useLocations();
  const period =
    typeof window === 'string' ? t(`live.windows.${window}`) : daysText(format, window, timeZone);
  const place =
    locationId === undefined
      ? t('live.allLocations')
      : (locations.find(({ id }) => id === locationId)?.name ?? locationId);
  return `${period} · ${place}`;
}
