import { useTranslation } from 'react-i18next';
import { useTimeZone } from '../../stores/session.ts';

/** Returns the sentence that names the time zone on screen, where it is not that of this machine; null where it is. */
export function useZoneNote(): string | null {
  const { t } = useTranslation();
  const zone = useTimeZone();
  return zone === new Intl.DateTimeFormat().resolvedOptions().timeZone ? null : t('live.zone', { zone });
}
