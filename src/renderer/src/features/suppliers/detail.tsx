import { useQuery } from '@tanstack/react-query';
import { Clock3, Pencil, SearchX, ShoppingCart } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import type { SupplierRow } from '#shared/bridge/suppliers.ts';
import { bridge } from '../../bridge/client.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { MeasuredLeadTime } from '../../components/measured-lead-time.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { RecordBody, RecordHeader, RecordPage } from '../../components/record-page.tsx';
import { EmptyState } from '../../components/states.tsx';
import { Money } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useCan } from '../../stores/session.ts';
import { OffersPanel } from './offers-panel.tsx';
import { EditSupplierDialog } from './supplier-dialog.tsx';

/** One supplier: how to reach it, how it delivers, and what it sells. */
export default function SupplierPage(): ReactNode {
  const { t } = useTranslation();
  const { supplierId = '' } = useParams();
  const allowed = useCan('suppliers:read');
  const query = useQuery({
    queryKey: ['suppliers', 'supplier', supplierId],
    queryFn: () => bridge.call('suppliers.supplier', { supplierId }),
    meta: { record: supplierId },
    enabled: allowed,
  });
  const name = query.data?.supplier?.name;
  return (
    <RecordPage title={name ?? t('suppliers.title')} permission="suppliers:read" query={query}>
      {({ supplier }) => (
        <RecordBody>
          {supplier === null ? (
            <EmptyState icon={SearchX} title={t('suppliers.none')} body={t('suppliers.noneBody')} />
          ) : (
            <SupplierView supplier={supplier} />
          )}
        </RecordBody>
      )}
    </RecordPage>
  );
}

function SupplierView({ supplier }: { readonly supplier: SupplierRow }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const canWrite = useCan('suppliers:write');
  const canOrder = useCan('purchasing:write');
  const [editing, setEditing] = useState(false);
  return (
    <>
      <RecordHeader to="/suppliers" back={t('suppliers.title')}>
        {canWrite && (
          <Button icon={Pencil} onClick={() => setEditing(true)}>
            {t('suppliers.edit')}
          </Button>
        )}
        {canOrder && supplier.status === 'active' && (
          <Button
            icon={ShoppingCart}
            variant="primary"
            onClick={() => void navigate(`/purchasing/new?supplier=${encodeURIComponent(supplier.id)}`)}
          >
            {t('suppliers.order')}
          </Button>
        )}
      </RecordHeader>
      <div className="grid grid-cols-[minmax(0,1fr)_320px] items-start gap-4 max-[899px]:grid-cols-1">
        <OffersPanel supplier={supplier} />
        <Summary supplier={supplier} />
      </div>
      {editing && <EditSupplierDialog supplier={supplier} onClose={() => setEditing(false)} />}
    </>
  );
}

function Summary({ supplier }: { readonly supplier: SupplierRow }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { contactName, email, phone, note, status } = supplier;
  return (
    <Panel
      title={supplier.name}
      titleExtra={
        <>
          {status === 'archived' && <Badge>{t('suppliers.statuses.archived')}</Badge>}
          {supplier.pending && (
            <Badge tone="warn" icon={Clock3}>
              {t('suppliers.pending')}
            </Badge>
          )}
        </>
      }
      bodyClassName="p-4"
    >
      <dl>
        <DetailRow label={t('suppliers.fields.contactName')}>
          <bdi>{contactName ?? '–'}</bdi>
        </DetailRow>
        <DetailRow label={t('suppliers.fields.email')}>
          {email === null ? (
            '–'
          ) : (
            <a href={`mailto:${email}`} className="break-all text-accent-ink hover:underline">
              {email}
            </a>
          )}
        </DetailRow>
        <DetailRow label={t('suppliers.fields.phone')}>
          <bdi>{phone ?? '–'}</bdi>
        </DetailRow>
        <DetailRow label={t('suppliers.leadTime')}>
          {t('suppliers.leadTimeValue', {
            days: format.integer(supplier.leadTimeDays),
            deviation: supplier.leadTimeDeviationDays.toLocaleString(format.locale),
          })}
          <MeasuredLeadTime supplierId={supplier.id} className="text-xs text-ink-3" />
        </DetailRow>
        <DetailRow label={t('suppliers.fields.currency')}>{supplier.currency}</DetailRow>
        <DetailRow label={t('suppliers.fields.minimumOrder')}>
          {supplier.minimumOrder === 0 ? (
            '–'
          ) : (
            <Money amount={supplier.minimumOrder} currency={supplier.currency} />
          )}
        </DetailRow>
        <DetailRow label={t('suppliers.fields.serviceLevel')}>
          {supplier.serviceLevel === null
            ? t('suppliers.serviceOfWorkspace')
            : format.percent(supplier.serviceLevel / 100)}
        </DetailRow>
        <DetailRow label={t('suppliers.openOrders')}>
          <Link
            to={`/purchasing?supplier=${encodeURIComponent(supplier.id)}`}
            className="text-accent-ink hover:underline"
          >
            {t('suppliers.openOrdersValue', {
              count: supplier.openOrders,
              formatted: format.integer(supplier.openOrders),
            })}
          </Link>
        </DetailRow>
      </dl>
      {note !== null && (
        <p className="mt-2 border-t border-line pt-2 break-words whitespace-pre-wrap" dir="auto">
          {note}
        </p>
      )}
    </Panel>
  );
}
