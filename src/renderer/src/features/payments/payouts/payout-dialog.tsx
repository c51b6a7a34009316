import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Download, SearchX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { payoutCsv } from '#shared/domain/payment-csv.ts';
import { type PayoutLine, payoutCanBecome, payoutSums } from '#shared/domain/payouts.ts';
import { dayOf } from '#shared/domain/time.ts';
import { bridge } from '../../../bridge/client.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/overlay.tsx';
import { DetailRow } from '../../../components/panel.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../components/states.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { Money } from '../../../components/values.tsx';
import { VirtualList } from '../../../components/virtual-list.tsx';
import { useDecision } from '../../../hooks/use-decision.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { saveCsv } from '../../../lib/save-file.ts';
import { useCan, useTimeZone } from '../../../stores/session.ts';
import { PayoutStatusBadge } from './status-badge.tsx';

type Shown = NonNullable<MethodOutput<'payments.payout'>['payout']>;

/** A payout: its sums, whether its lines add up to them, and the lines. */
export function PayoutDialog({
  payoutId,
  onClose,
}: {
  readonly payoutId: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery({
    queryKey: ['payments', 'payout', payoutId],
    queryFn: () => bridge.call('payments.payout', { payoutId }),
    meta: { record: payoutId },
  });
  const payout = query.data?.payout ?? null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="lg"
      title={
        payout === null
          ? t('payments.tabs.payouts')
          : t('payments.payouts.title', { at: format.isoDay(format.calendarDay(payout.at)) })
      }
      {...(payout !== null && {
        description: t('payments.payouts.body', {
          count: payout.lines.length,
          formatted: format.integer(payout.lines.length),
          net: format.money(payout.net, payout.currency),
        }),
      })}
      footer={
        <>
          {payout !== null && <Actions payout={payout} />}
          <Button onClick={onClose}>{t('payments.payouts.close')}</Button>
        </>
      }
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={6} />
      ) : payout === null ? (
        <EmptyState icon={SearchX} title={t('payments.payouts.none')} body={t('payments.payouts.noneBody')} />
      ) : (
        <Body payout={payout} />
      )}
    </Dialog>
  );
}

/** What can be done with a payout. */
function Actions({ payout }: { readonly payout: Shown }): ReactNode {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const may = useCan('payments:manage');
  const decision = useDecision('payments.settle_payout', () => undefined);
  const action = (status: 'paid' | 'failed', label: string): ReactNode =>
    may &&
    payoutCanBecome(payout.status, status) && (
      <Button busy={decision.busy} onClick={() => void decision.send({ payoutId: payout.id, status })}>
        {label}
      </Button>
    );
  return (
    <>
      {decision.problem !== null && (
        <span role="alert" className="me-auto text-xs text-crit">
          {decision.problem}
        </span>
      )}
      <Button
        icon={Download}
        onClick={() =>
          saveCsv(`quayside-payout-${dayOf(payout.at, timeZone)}-${payout.currency}.csv`, [payoutCsv(payout)])
        }
      >
        {t('payments.payouts.csv')}
      </Button>
      {action('failed', t('payments.payouts.markFailed'))}
      {payout.status === 'failed' && action('paid', t('payments.payouts.markPaid'))}
    </>
  );
}

function Body({ payout }: { readonly payout: Shown }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = payout;
  const difference = payoutSums(payout.lines, currency).net - payout.net;
  const sum = (name: 'gross' | 'refunds' | 'disputes' | 'fees', sign: 1 | -1): ReactNode => (
    <DetailRow label={t(`payments.payouts.${name}`)}>
      <Money amount={payout[name] === 0 ? 0 : sign * payout[name]} currency={currency} />
    </DetailRow>
  );
  return (
    <div className="flex flex-col gap-3">
      <dl>
        <DetailRow label={t('payments.payouts.status')}>
          <PayoutStatusBadge status={payout.status} />
        </DetailRow>
        <DetailRow label={t('payments.payouts.arrives')}>
          {format.isoDay(format.calendarDay(payout.arrivesAt))}
        </DetailRow>
        {sum('gross', 1)}
        {sum('refunds', -1)}
        {sum('disputes', -1)}
        {sum('fees', -1)}
        <DetailRow label={t('payments.payouts.net')}>
          <strong className="font-semibold">
            <Money amount={payout.net} currency={currency} />
          </strong>
        </DetailRow>
      </dl>
      <p className={`flex items-center gap-1.5 text-xs ${difference === 0 ? 'text-ok' : 'text-crit'}`}>
        {difference === 0 ? <CircleCheck size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
        {difference === 0
          ? t('payments.payouts.adds')
          : t('payments.payouts.differs', { amount: format.money(Math.abs(difference), currency) })}
      </p>
      <div className="h-[38vh] min-h-40">
        <VirtualList
          label={t('payments.payouts.lines')}
          rows={payout.lines}
          rowKey={({ id }) => id}
          rowHeight={36}
          onEnd={undefined}
          renderRow={(line) => <Line line={line} currency={currency} />}
        />
      </div>
    </div>
  );
}

function Line({ line, currency }: { readonly line: PayoutLine; readonly currency: string }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const comesIn = line.kind === 'payment' || line.kind === 'dispute_won';
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-1">
      <SubjectLink subject={{ kind: 'order', id: line.orderId }} className="w-32 truncate hover:underline">
        <bdi>{line.orderNumber}</bdi>
      </SubjectLink>
      <span className="flex-1 truncate text-xs text-ink-3">
        {t(`payments.payouts.lineKinds.${line.kind}`)}
        {line.fee > 0 && ` · ${t('payments.payouts.fee', { amount: format.money(line.fee, currency) })}`}
      </span>
      <span className="text-xs text-ink-3">{format.dateTime(line.at)}</span>
      <Money amount={comesIn ? line.amount : -line.amount} currency={currency} className="w-28 text-right" />
    </div>
  );
}
