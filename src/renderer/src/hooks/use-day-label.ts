import { useTranslation } from 'react-i18next';
import { startOfDay } from '#shared/domain/time.ts';
import { gatewayNow } from '../bridge/gateway-time.ts';
import { useFormat } from './use-format.ts';

/** Returns a function that names a day: today, yesterday, else the date. */
export function useDayLabel(): (at: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (at) => {
    const day = format.calendarDay(at);
    const now = gatewayNow();
    if (day === format.calendarDay(now)) return t('chat.messages.today');
    const yesterday = startOfDay(now, format.timeZone) - 1;
    return day === format.calendarDay(yesterday) ? t('chat.messages.yesterday') : format.longDay(at);
  };
}
