import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { MethodOutput } from '#shared/bridge/index.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { bridge } from '../../bridge/client.ts';
import { useSession } from '../../stores/session.ts';
import { CATALOG } from '../catalog.ts';

/** How many notifications the centre shows. */
const SHOWN = 100;

/** Reads the newest notifications; undefined until they are known. */
export function useNotices(): MethodOutput<'notifications.list'> | undefined {
  return useQuery({
    queryKey: ['notifications', 'list'],
    queryFn: () => bridge.call('notifications.list', { after: null, limit: SHOWN }),
    meta: { intervalMs: 500 },
  }).data;
}

/** Returns how many unread notifications the user wants to know about. */
export function useUnread(): number {
  const unread = useNotices()?.unread;
  const choice = useSession((state) => state.settings?.notify ?? 'all');
  if (unread === undefined || choice === 'none') return 0;
  return choice === 'mine' ? unread.mine : unread.all;
}

/** Marks as read what is about a record; everything with null. What cannot be saved stays unread. */
export function markRead(subject: Subject | null): void {
  void bridge.call('notifications.mark_read', { subject }).catch(() => undefined);
}

/** Marks as read what is about the record of the page that is open. */
export function useReadBySubject(path: string): void {
  const rows = useNotices()?.rows;
  const open = rows?.find(
    ({ readAt, subject }) => readAt === null && subject !== null && CATALOG.pathOf(subject) === path,
  )?.subject;
  const kind = open?.kind;
  const id = open?.id;
  useEffect(() => {
    if (kind !== undefined && id !== undefined) markRead({ kind, id });
  }, [kind, id]);
}
