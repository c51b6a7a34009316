import { useTranslation } from 'react-i18next';
import { isSameZone } from '#shared/domain/time.ts';
import { useSession } from '../stores/session.ts';

/** This machine's time zone. */
export const MACHINE_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * Returns the workspace's time zone with a sentence that names it, where it is not that of this machine; null where it is, or
 * while nobody is signed in.
 */
export function useZoneNote(): { readonly zone: string; readonly note: string } | null {
  const { t } = useTranslation();
  const zone = useSession(({ session }) => (session?.user ? session.timeZone : null));
  if (zone === null || isSameZone(zone, MACHINE_ZONE)) return null;
  return { zone, note: t('zone.note', { zone, machine: MACHINE_ZONE }) };
}
