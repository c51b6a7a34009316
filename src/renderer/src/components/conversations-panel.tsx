import { MessageSquarePlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUnresolved } from '#shared/domain/chat.ts';
import type { Customer, Order } from '#shared/domain/orders.ts';
import { bridge } from '../bridge/client.ts';
import { useInfinite } from '../hooks/use-infinite.ts';
import { useCan } from '../stores/session.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { PanelList } from './list-states.tsx';
import { NewConversationDialog } from './new-conversation-dialog.tsx';
import { Panel } from './panel.tsx';
import { Stars } from './rating.tsx';
import { SubjectLink } from './subject-link.tsx';
import { RelativeTime } from './values.tsx';

const PAGE = 20;

/** The conversations about an order, with a customer or that name an item, and a way to start one. */
export function ConversationsPanel({
  subject,
  customer,
  about = null,
  unresolved = false,
}: {
  readonly subject: { readonly kind: 'order' | 'customer' | 'item'; readonly id: string };
  /** With whom a new conversation is; null for a guest, with whom none can be started. */
  readonly customer: Customer | null;
  /** The order that a new conversation is about. */
  readonly about?: Pick<Order, 'id' | 'number'> | null;
  /** Whether only conversations that are not resolved are shown. */
  readonly unresolved?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('chat:write');
  const [starting, setStarting] = useState(false);
  const list = useInfinite(
    ['chat', 'about', subject.kind, subject.id, unresolved],
    (after) => bridge.call('chat.about', { subject, unresolved, after, limit: PAGE }),
    { meta: { intervalMs: 1_000 } },
  );
  return (
    <Panel
      title={t(unresolved ? 'chat.about.waiting' : 'chat.about.title')}
      actions={
        canWrite && customer !== null ? (
          <Button size="sm" icon={MessageSquarePlus} onClick={() => setStarting(true)}>
            {t('chat.about.start')}
          </Button>
        ) : undefined
      }
    >
      <PanelList list={list} loadingRows={2} none={t('chat.about.none')}>
        {(row) => (
          <SubjectLink
            subject={{ kind: 'conversation', id: row.id }}
            className="block px-3 py-2 hover:bg-hover"
          >
            <span className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate font-medium proportional-nums" dir="auto">
                {row.subject ?? row.customer.name}
              </span>
              {row.rating !== null && <Stars score={row.rating.score} />}
              {!isUnresolved(row) && <Badge tone="ok">{t('chat.status.resolved')}</Badge>}
              <RelativeTime at={row.lastMessageAt} short className="text-2xs text-ink-3" />
            </span>
            <span className="block truncate text-xs text-ink-2 proportional-nums" dir="auto">
              {row.lastMessagePreview}
            </span>
          </SubjectLink>
        )}
      </PanelList>
      {starting && customer !== null && (
        <NewConversationDialog customer={customer} about={about} onClose={() => setStarting(false)} />
      )}
    </Panel>
  );
}
