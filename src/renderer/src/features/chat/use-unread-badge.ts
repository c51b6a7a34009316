import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge/client.ts';
import type { NavBadge } from '../../lib/feature.ts';

/** Counts conversations with unread messages. */
export function useUnreadBadge(): NavBadge {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['chat', 'counts'],
    queryFn: () => bridge.call('chat.counts', {}),
    meta: { intervalMs: 500 },
  });
  const count = data?.unread ?? 0;
  return { count, tone: 'accent', label: t('nav.unread', { count }) };
}
