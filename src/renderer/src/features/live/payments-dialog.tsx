import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '#shared/bridge/live.ts';
import type { PaymentFigure } from '#shared/domain/figures.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { bridge } from '../../bridge/client.ts';
import { Dialog } from '../../components/overlay.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/states.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { Money } from '../../components/values.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useInfinite } from '../../hooks/use-infinite.ts';
import { useMethodName } from '../../hooks/use-method-name.ts';
import { scopeKey, windowName } from '../../stores/figures.ts';
import { useTimeZone } from '../../stores/session.ts';

const PAGE = 100;
const ROW_HEIGHT = 36;

/** The payments and refunds that a figure is made of, newest first. They add up to it. */
export function PaymentsDialog({
  figure,
  scope,
  onClose,
}: {
  readonly figure: PaymentFigure;
  readonly scope: Scope;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const list = useInfinite(['figures', 'payments', figure, scopeKey(scope), timeZone], (after) =>
    bridge.call('live.payments', { ...scope, figure, after, limit: PAGE }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="lg"
      title={t(`live.list.title.${figure}`)}
      description={t(`live.windowNames.${windowName(scope.window)}`)}
    >
      {list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={6} />
      ) : list.rows.length === 0 ? (
        <EmptyState title={t('live.list.empty')} body={t('live.list.emptyBody')} />
      ) : (
        <div className="h-[50vh]">
          <VirtualList
            label={t(`live.list.title.${figure}`)}
            rows={list.rows}
            rowKey={({ id }) => id}
            rowHeight={ROW_HEIGHT}
            onEnd={list.hasMore ? list.more : undefined}
            renderRow={(payment) => <PaymentRow payment={payment} />}
          />
        </div>
      )}
    </Dialog>
  );
}

function PaymentRow({ payment }: { readonly payment: Payment }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useMethodName();
  const refund = payment.kind === 'refund';
  const Icon = refund ? ArrowUpRight : ArrowDownLeft;
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-1">
      <Icon size={15} aria-hidden className={refund ? 'text-crit' : 'text-ok'} />
      <SubjectLink subject={{ kind: 'order', id: payment.orderId }} className="w-32 truncate hover:underline">
        {payment.orderNumber}
      </SubjectLink>
      <span className="flex-1 truncate text-xs text-ink-3">
        {t(refund ? 'live.list.refund' : 'live.list.payment', { method: nameOf(payment.method) })}
      </span>
      <span className="text-xs text-ink-3">{format.dateTime(payment.at)}</span>
      <Money
        amount={refund ? -payment.amount : payment.amount}
        currency={payment.currency}
        className="w-28 text-right"
      />
    </div>
  );
}
