import { Plus, ReceiptText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListPage, NoRecords } from '../../../components/list-page.tsx';
import { Page } from '../../../components/page.tsx';
import { NoPermission, SkeletonRows } from '../../../components/states.tsx';
import { useHotkeys } from '../../../hooks/use-hotkeys.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
import { useCan } from '../../../stores/session.ts';
import { WaitingOrders } from '../../order-entry/index.ts';
import { type TableView, useShownView } from '../../views/index.ts';
import { isNarrowed, ORDERS_ADDRESS, type OrderFilters } from './filters.ts';
import { FulfilBar } from './fulfil-bar.tsx';
import { OrderTable } from './order-table.tsx';
import { PickingLink } from './picking-link.tsx';
import { Toolbar } from './toolbar.tsx';

const NO_CHANGE: Readonly<Partial<OrderFilters>> = {};

/** All orders, newest first or as a saved view has them. */
export default function OrdersPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('orders:read');
  const canWrite = useCan('orders:write');
  return (
    <Page
      title={t('orders.list.title')}
      actions={
        <>
          <PickingLink />
          {canWrite && <NewOrder />}
        </>
      }
    >
      {allowed ? <Orders /> : <NoPermission permission="orders:read" />}
    </Page>
  );
}

function NewOrder(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = (): void => void navigate('/orders/new');
  useHotkeys({ 'shortcuts.newOrder': open });
  return (
    <Button icon={Plus} variant="primary" onClick={open}>
      {t('orderEntry.new')}
    </Button>
  );
}

function Orders(): ReactNode {
  const { t } = useTranslation();
  const view = useShownView('orders', t('orderEntry.views.all'), ORDERS_ADDRESS, NO_CHANGE);
  const { filters } = view;
  return filters === null ? <SkeletonRows rows={14} /> : <OrderList view={view} filters={filters} />;
}

function OrderList({
  view,
  filters,
}: {
  readonly view: TableView<OrderFilters>;
  readonly filters: OrderFilters;
}): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const address = params.toString();
  const { pages, onRange } = usePagesInView(['orders', 'search', filters], (after, limit) =>
    bridge.call('orders.search', { ...filters, after, limit }),
  );
  return (
    <ListPage
      pages={pages}
      toolbar={
        <>
          <Toolbar view={view} filters={filters} total={pages.total} />
          <WaitingOrders />
          <FulfilBar />
          {view.gone && (
            <p role="status" className="shrink-0 border-b border-line bg-warn-soft px-4 py-1.5 text-ink">
              {t('views.gone')}
            </p>
          )}
        </>
      }
      searching={filters.search !== ''}
      loadingRows={14}
      none={
        <NoRecords
          words="orders.list"
          icon={ReceiptText}
          onClear={isNarrowed(filters) ? () => view.shown.onOpen(null) : null}
        />
      }
      footer={<HistoryLine channel="orders" kind="order" />}
    >
      <OrderTable
        key={JSON.stringify(filters)}
        pages={pages}
        filters={filters}
        layout={view.layout}
        onSort={view.onFilters}
        onRange={onRange}
        onOpen={({ id }) =>
          void navigate(`/orders/${encodeURIComponent(id)}`, { state: { back: `/orders?${address}` } })
        }
      />
    </ListPage>
  );
}
