import { useQuery } from '@tanstack/react-query';
import { Lock, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SharedMessage } from '#shared/domain/rooms.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { Skeleton } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';

const CARD = 'mt-1 block max-w-[32rem] rounded-md border border-line bg-surface px-3 py-2';

function Unseen({ text }: { readonly text: string }): ReactNode {
  return (
    <p className={`${CARD} flex items-center gap-1.5 text-xs text-ink-2`}>
      <Lock size={12} aria-hidden className="shrink-0" />
      {text}
    </p>
  );
}

/** A shared message of a conversation as it is now, and the way to it. */
export function SharedCard({ shared }: { readonly shared: SharedMessage }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const allowed = useCan('chat:read');
  const { conversationId, messageId } = shared;
  const { data, error } = useQuery({
    queryKey: ['chat', 'shared', conversationId, messageId],
    queryFn: () => bridge.call('rooms.shared', { conversationId, messageId }),
    enabled: allowed,
    meta: { record: conversationId },
  });
  if (!allowed) return <Unseen text={t('rooms.shared.forbidden')} />;
  if (data === undefined)
    return error ? (
      <Unseen text={t('rooms.shared.gone')} />
    ) : (
      <Skeleton className="mt-1 h-14 max-w-[32rem]" />
    );
  const { shown } = data;
  if (shown === null) return <Unseen text={t('rooms.shared.gone')} />;
  return (
    <SubjectLink subject={{ kind: 'conversation', id: conversationId }} className={`${CARD} hover:bg-hover`}>
      <span className="flex items-center gap-2 text-xs text-ink-2">
        <MessagesSquare size={13} aria-hidden className="shrink-0" />
        <span dir="auto" className="min-w-0 truncate font-medium text-ink">
          {shown.customer}
        </span>
        <Badge tone={shown.status === 'resolved' ? 'ok' : 'neutral'}>
          {t(`chat.status.${shown.status}`)}
        </Badge>
        <span className="flex-1" />
        {shown.at !== null && (
          <span className="shrink-0 text-2xs text-ink-3">{format.dateTime(shown.at)}</span>
        )}
      </span>
      <span dir="auto" className="mt-1 block truncate text-ink-2">
        {shown.line === null || shown.removed
          ? t(shown.removed ? 'rooms.shared.messageRemoved' : 'rooms.shared.messageGone')
          : t('rooms.shared.line', { author: shown.author, line: shown.line })}
      </span>
    </SubjectLink>
  );
}
