import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import type { DraftedOrder } from '../../../hooks/use-draft-orders.ts';

/** The drafts that were made, each with a link to its page, where it is checked and placed. */
export function Drafted({
  drafted,
  expected,
  supplierOf,
  locationOf,
  onClose,
}: {
  readonly drafted: readonly DraftedOrder[];
  /** How many orders there should have been. */
  readonly expected: number;
  readonly supplierOf: (id: string) => string;
  readonly locationOf: (id: string) => string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const done = useRef<HTMLButtonElement | null>(null);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      initialFocus={done}
      title={t('reorder.order.done', { count: drafted.length })}
      description={t('reorder.order.doneBody')}
      footer={
        <>
          <Link
            to="/purchasing?status=draft"
            className="mr-auto self-center font-medium text-accent-ink hover:underline"
          >
            {t('reorder.order.all')}
          </Link>
          <Button ref={done} variant="primary" onClick={onClose}>
            {t('reorder.order.close')}
          </Button>
        </>
      }
    >
      {drafted.length < expected && (
        <p role="alert" className="mb-2 text-crit">
          {t('reorder.order.someFailed', { count: expected - drafted.length })}
        </p>
      )}
      <ul>
        {drafted.map(({ purchaseId, supplierId, locationId }) => (
          <li key={purchaseId} data-drafted={purchaseId} className="border-b border-line last:border-0">
            <SubjectLink
              subject={{ kind: 'purchase', id: purchaseId }}
              className="flex items-center gap-2 rounded-sm py-2 hover:bg-hover"
            >
              <FileText size={14} aria-hidden className="shrink-0 text-ink-3" />
              <DraftNumber purchaseId={purchaseId} />
              <span className="min-w-0 flex-1 truncate proportional-nums">
                <bdi>{supplierOf(supplierId)}</bdi> → <bdi>{locationOf(locationId)}</bdi>
              </span>
            </SubjectLink>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** The number of a draft, once the server has given it one. */
function DraftNumber({ purchaseId }: { readonly purchaseId: string }): ReactNode {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['purchasing', 'order', purchaseId],
    queryFn: () => bridge.call('purchasing.order', { purchaseId }),
  });
  return (
    <span className="font-medium whitespace-nowrap text-accent-ink">
      {data?.purchase?.number ?? t('reorder.draftWaiting')}
    </span>
  );
}
