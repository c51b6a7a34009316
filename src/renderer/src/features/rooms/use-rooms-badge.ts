import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import type { NavBadge } from '../../lib/feature.ts';

/** Counts rooms with unread messages. */
export function useRoomsBadge(): NavBadge {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['rooms', 'counts'],
    queryFn: () => bridge.call('rooms.counts', {}),
    meta: { intervalMs: 500 },
  });
  const count = data?.unread ?? 0;
  return { count, tone: 'accent', label: t('nav.unreadRooms', { count }) };
}
