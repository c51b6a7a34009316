import { Clock3, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { incomingOf, type Purchase } from '#shared/domain/purchasing.ts';
import { Badge } from '../../../components/badge.tsx';
import { DetailRow, Panel } from '../../../components/panel.tsx';
import { PurchaseStatusBadge } from '../../../components/purchase-status.tsx';
import {
  Provenance,
  RecordBody,
  RecordHeader,
  RecordPage,
  useBack,
} from '../../../components/record-page.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { type PurchaseData, usePurchase } from '../use-purchase.ts';
import { PurchaseActions } from './actions.tsx';
import { LinesPanel } from './lines-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

/** One purchase order: its lines, what happened to it, and what can be done with it. */
export default function PurchasePage(): ReactNode {
  const { t } = useTranslation();
  const { purchaseId = '' } = useParams();
  const query = usePurchase(purchaseId);
  const back = useBack('/purchasing');
  const number = query.data?.purchase?.number ?? '';
  return (
    <RecordPage title={t('purchasing.order', { number })} permission="purchasing:read" query={query}>
      {(data) => (
        <RecordBody>
          <RecordHeader to={back} back={t('purchasing.title')}>
            {data.purchase !== null && <PurchaseActions purchase={data.purchase} data={data} />}
          </RecordHeader>
          {data.purchase === null ? (
            <EmptyState icon={SearchX} title={t('purchasing.none')} body={t('purchasing.noneBody')} />
          ) : (
            <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-[899px]:grid-cols-1">
              <div className="flex min-w-0 flex-col gap-4">
                <LinesPanel purchase={data.purchase} />
                <TimelinePanel purchase={data.purchase} />
              </div>
              <Summary purchase={data.purchase} data={data} />
            </div>
          )}
        </RecordBody>
      )}
    </RecordPage>
  );
}

function Summary({
  purchase,
  data,
}: {
  readonly purchase: Purchase;
  readonly data: PurchaseData;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const incoming = [...incomingOf(purchase).values()].reduce((sum, quantity) => sum + quantity, 0);
  const minimum = data.supplier?.minimumOrder ?? 0;
  return (
    <Panel label={t('purchasing.order', { number: purchase.number })} bodyClassName="p-4">
      <dl>
        <DetailRow label={t('purchasing.status')}>
          <span className="inline-flex flex-wrap items-center gap-1.5">
            <PurchaseStatusBadge status={purchase.status} late={data.late} />
            {data.pending && (
              <Badge tone="warn" icon={Clock3}>
                {t('purchasing.pending')}
              </Badge>
            )}
          </span>
        </DetailRow>
        <DetailRow label={t('purchasing.supplier')}>
          <SubjectLink
            subject={{ kind: 'supplier', id: purchase.supplierId }}
            className="text-accent-ink hover:underline"
          >
            <bdi>{purchase.supplierName}</bdi>
          </SubjectLink>
        </DetailRow>
        <DetailRow label={t('purchasing.destination')}>
          <bdi>{data.locationName ?? '–'}</bdi>
        </DetailRow>
        <DetailRow label={t('purchasing.expected')}>
          {purchase.expectedOn === null ? '–' : format.isoDay(purchase.expectedOn)}
        </DetailRow>
        <DetailRow label={t('purchasing.incoming')}>
          <span data-incoming>{format.integer(incoming)}</span>
        </DetailRow>
        <DetailRow label={t('purchasing.created')}>{format.dateTime(purchase.createdAt)}</DetailRow>
        {purchase.placedAt !== null && (
          <DetailRow label={t('purchasing.placed')}>{format.dateTime(purchase.placedAt)}</DetailRow>
        )}
        <DetailRow label={t('purchasing.total')}>
          <strong className="font-semibold" data-total>
            <Money amount={purchase.total} currency={purchase.currency} />
          </strong>
        </DetailRow>
        {minimum > 0 && (
          <DetailRow label={t('purchasing.minimumOrder')}>
            <Money amount={minimum} currency={data.supplier?.currency ?? purchase.currency} />
          </DetailRow>
        )}
      </dl>
      {purchase.note !== null && (
        <p className="mt-2 border-t border-line pt-2 break-words whitespace-pre-wrap" dir="auto">
          {purchase.note}
        </p>
      )}
      <Provenance asOf={data.asOf} />
    </Panel>
  );
}
