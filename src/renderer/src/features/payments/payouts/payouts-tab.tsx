import { Clock3, Landmark } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PayoutSummary } from '#shared/bridge/payments.ts';
import { PAYOUT_STATUSES } from '#shared/domain/payouts.ts';
import { bridge } from '../../../bridge/client.ts';
import { Select } from '../../../components/field.tsx';
import { HistoryLine } from '../../../components/history-line.tsx';
import { ListPage, ListToolbar, NoRecords } from '../../../components/list-page.tsx';
import { type RecordColumn, RecordTable } from '../../../components/record-table.tsx';
import { Money } from '../../../components/values.tsx';
import { useAddress } from '../../../hooks/use-address.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { usePagesInView } from '../../../hooks/use-list-pages.ts';
import { useMedia } from '../../../hooks/use-media.ts';
import { PayoutDialog } from './payout-dialog.tsx';
import { PayoutStatusBadge } from './status-badge.tsx';

const STATUSES = ['any', ...PAYOUT_STATUSES] as const;

/** Payouts, newest first. A row opens its lines. */
export function PayoutsTab(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { params, put } = useAddress();
  const status = STATUSES.find((one) => one === params.get('status')) ?? 'any';
  const opened = params.get('payout');
  const columns = useColumns();
  const { pages, onRange } = usePagesInView(['payments', 'payouts', status], (after, limit) =>
    bridge.call('payments.payouts', { status, currency: null, after, limit }),
  );
  return (
    <>
      <ListPage
        pages={pages}
        toolbar={
          <ListToolbar
            count={
              pages.total === null
                ? null
                : t('payments.payouts.count', { count: pages.total, formatted: format.integer(pages.total) })
            }
          >
            <Select
              aria-label={t('payments.payouts.status')}
              value={status}
              onChange={(value) => put('status', value === 'any' ? '' : value)}
              className="w-auto"
              options={STATUSES.map((value) => ({ value, label: t(`payments.payouts.statuses.${value}`) }))}
            />
          </ListToolbar>
        }
        loadingRows={10}
        none={
          <NoRecords
            words="payments.payouts"
            icon={Landmark}
            onClear={status === 'any' ? null : () => put('status', '')}
          />
        }
        footer={<HistoryLine channel="payments" kind="payout" />}
      >
        <RecordTable
          key={status}
          pages={pages}
          columns={columns}
          label={t('payments.payouts.label')}
          idPrefix="payout-row"
          onRange={onRange}
          onOpen={({ id }) => put('payout', id)}
        />
      </ListPage>
      {opened !== null && opened !== '' && (
        <PayoutDialog payoutId={opened.slice(0, 64)} onClose={() => put('payout', '')} />
      )}
    </>
  );
}

function useColumns(): readonly RecordColumn<PayoutSummary>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useMedia('(min-width: 1200px)');
  return useMemo(() => {
    const sum = (
      key: 'gross' | 'fees' | 'refunds' | 'disputes' | 'net',
      sign: 1 | -1,
    ): RecordColumn<PayoutSummary> => ({
      key,
      head: t(`payments.payouts.${key}`),
      width: wide ? 128 : 108,
      align: 'right',
      cell: (row) => (
        <Money
          amount={row[key] === 0 ? 0 : sign * row[key]}
          currency={row.currency}
          {...(key === 'net' ? { className: 'font-semibold' } : {})}
        />
      ),
    });
    return [
      { key: 'at', head: t('payments.payouts.at'), cell: ({ at }) => format.isoDay(format.calendarDay(at)) },
      {
        key: 'status',
        head: t('payments.payouts.status'),
        width: 136,
        cell: ({ status, pending }) => (
          <span className="inline-flex items-center gap-1">
            <PayoutStatusBadge status={status} />
            {pending && <Clock3 size={12} aria-label={t('payments.pending')} className="text-warn" />}
          </span>
        ),
      },
      {
        key: 'arrives',
        head: t('payments.payouts.arrives'),
        width: 110,
        cell: ({ arrivesAt }) => (
          <span className="text-ink-2">{format.isoDay(format.calendarDay(arrivesAt))}</span>
        ),
      },
      {
        key: 'lines',
        head: t('payments.payouts.lines'),
        width: 70,
        align: 'right',
        cell: ({ lineCount }) => format.integer(lineCount),
      },
      sum('gross', 1),
      sum('refunds', -1),
      sum('disputes', -1),
      sum('fees', -1),
      sum('net', 1),
    ];
  }, [t, format, wide]);
}
