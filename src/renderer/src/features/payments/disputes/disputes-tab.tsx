import { Clock3, ShieldAlert } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DisputeSummary } from '#shared/bridge/payments.ts';
import { bridge } from '../../../bridge/client.ts';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListPage, ListToolbar, NoRecords } from '../../../components/list-page.tsx';
import { DeadlineMark, DisputeStatusBadge } from '../../../components/payment-status.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { Money } from '../../../components/values.tsx';
import { useAddress } from '../../../hooks/use-address.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';

const STATES = ['open', 'closed'] as const;
type State = (typeof STATES)[number];

/** Disputes: those that are open by deadline, or those that are closed. A row opens its order, where the dispute is answered. */
export function DisputesTab(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { params, put } = useAddress();
  const state = STATES.find((one) => one === params.get('state')) ?? 'open';
  const columns = useColumns(state);
  const { pages, onRange } = usePagesInView(['payments', 'disputes', state], (after, limit) =>
    bridge.call('payments.disputes', { state, after, limit }),
  );
  const show = (next: State): void => put('state', next === 'open' ? '' : next);
  return (
    <ListPage
      pages={pages}
      toolbar={
        <ListToolbar
          count={
            pages.total === null
              ? null
              : t('payments.disputes.count', { count: pages.total, formatted: format.integer(pages.total) })
          }
        >
          <Segmented<State>
            value={state}
            label={t('payments.disputes.state')}
            segments={STATES.map((value) => ({ value, label: t(`payments.disputes.states.${value}`) }))}
            onChange={show}
          />
        </ListToolbar>
      }
      loadingRows={6}
      none={
        <NoRecords
          words="payments.disputes"
          icon={ShieldAlert}
          onClear={state === 'open' ? () => show('closed') : null}
        />
      }
      footer={state === 'closed' && <HistoryLine channel="payments" kind="dispute" />}
    >
      <RecordTable
        key={state}
        pages={pages}
        columns={columns}
        label={t('payments.disputes.label')}
        idPrefix="dispute-row"
        onRange={onRange}
        onOpen={({ orderId }) =>
          void navigate(`/orders/${encodeURIComponent(orderId)}`, {
            state: { back: `/payments?${params.toString()}` },
          })
        }
      />
    </ListPage>
  );
}

function useColumns(state: State): readonly RecordColumn<DisputeSummary>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const time = (at: number): ReactNode => (
      <time dateTime={new Date(at).toISOString()} className="text-ink-2">
        {format.dateTime(at)}
      </time>
    );
    return [
      {
        key: 'order',
        head: t('payments.disputes.order'),
        width: 130,
        cell: ({ orderNumber }) => <bdi className="font-medium proportional-nums">{orderNumber}</bdi>,
      },
      {
        key: 'reason',
        head: t('payments.disputes.why'),
        cell: ({ reason }) => t(`payments.disputes.reasons.${reason}`),
      },
      {
        key: 'status',
        head: t('payments.disputes.status'),
        width: 150,
        cell: ({ status, pending }) => (
          <span className="inline-flex items-center gap-1">
            <DisputeStatusBadge status={status} />
            {pending && <Clock3 size={12} aria-label={t('payments.pending')} className="text-warn" />}
          </span>
        ),
      },
      {
        key: 'due',
        head: t(state === 'open' ? 'payments.disputes.due' : 'payments.disputes.opened'),
        width: state === 'open' ? 310 : 160,
        cell: (dispute) => (
          <span className="inline-flex items-center gap-2">
            {time(state === 'open' ? dispute.dueAt : dispute.openedAt)}
            <DeadlineMark dispute={dispute} />
          </span>
        ),
      },
      {
        key: 'amount',
        head: t('payments.disputes.amount'),
        width: 130,
        align: 'right',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
    ];
  }, [t, format, state]);
}
