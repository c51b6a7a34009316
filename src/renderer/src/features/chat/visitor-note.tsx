import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '#shared/bridge/chat.ts';

/** Says what a customer of the chat page claims without proof: the e-mail address, an order number. */
export function VisitorNote({ conversation }: { readonly conversation: ConversationRow }): ReactNode {
  const { t } = useTranslation();
  const { visitor } = conversation;
  if (visitor === null || (visitor.emailVerified && visitor.unverifiedOrder === null)) return null;
  return (
    <p
      data-unverified
      className="flex shrink-0 items-start gap-2 border-b border-line bg-warn-soft px-4 py-1.5 text-xs text-warn proportional-nums"
    >
      <TriangleAlert size={13} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">
        {!visitor.emailVerified && t('chat.visitor.email')}{' '}
        {visitor.unverifiedOrder !== null && t('chat.visitor.order', { order: visitor.unverifiedOrder })}
      </span>
    </p>
  );
}
