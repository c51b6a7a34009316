import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from '#shared/domain/orders.ts';
import { canShip, toShip } from '#shared/domain/shipments.ts';
import { type StockEffect, stockEffects } from '#shared/domain/stock-effects.ts';
import { Panel } from '../../../components/panel.tsx';
import { PaymentStatusBadge } from '../../../components/payment-status.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useMethodName } from '../../../hooks/use-method-name.ts';
import { cx } from '../../../lib/cx.ts';
import { paymentReason } from '../../../lib/reasons.ts';
import { OtherPrice } from './other-price.tsx';
import type { OrderData } from './use-order.ts';

const EFFECTS = ['committed', 'left', 'returned', 'released'] as const;

/** The lines of an order. */
export function LinesPanel({ order, data }: { readonly order: Order; readonly data: OrderData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const cell = 'px-3 text-right whitespace-nowrap';
  const open = canShip(order);
  const left = new Map(
    toShip(order, data.refundedLines, data.returned).map(({ line, quantity }) => [line, quantity]),
  );
  return (
    <Panel title={t('orders.lines')} bodyClassName="overflow-auto">
      <table className="w-full">
        <thead className="text-xs text-ink-3">
          <tr className="h-8 border-b border-line">
            <th className="px-3 text-left font-medium">{t('orders.item')}</th>
            <th className={`${cell} font-medium`}>{t('orders.quantity')}</th>
            {open && <th className={`${cell} font-medium`}>{t('orders.fulfil.left')}</th>}
            <th className={`${cell} font-medium`}>{t('orders.unitPrice')}</th>
            <th className={`${cell} font-medium`}>{t('orders.lineTotal')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an order may hold the same item twice; its lines never move
            <tr key={`${line.itemId}${index}`} className="h-10 border-b border-line last:border-0">
              <td className="px-3 py-1.5">
                <SubjectLink
                  subject={{ kind: 'item', id: line.itemId }}
                  className="proportional-nums hover:underline"
                >
                  <bdi>{line.name}</bdi>
                </SubjectLink>
                <span className="ml-2 text-xs whitespace-nowrap text-ink-3 proportional-nums">
                  {line.sku}
                </span>
                <OtherPrice line={line} currency={order.currency} />
              </td>
              <td className={cell}>{format.integer(line.quantity)}</td>
              {open && <td className={cell}>{format.integer(left.get(index) ?? 0)}</td>}
              <td className={cell}>
                <Money amount={line.unitPrice} currency={order.currency} />
              </td>
              <td className={cell}>
                <Money amount={line.total} currency={order.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** What the order does to the stock, item by item, and where. */
export function StockPanel({ order, data }: { readonly order: Order; readonly data: OrderData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const effects = stockEffects(order, data.returned);
  const names = new Map(order.lines.map(({ itemId, name }) => [itemId, name]));
  const sentence = (effect: StockEffect): string =>
    EFFECTS.filter((name) => effect[name] > 0)
      .map((name) =>
        t(`orders.stock.${name}`, { count: effect[name], formatted: format.integer(effect[name]) }),
      )
      .join(' · ');
  return (
    <Panel
      title={t('orders.stock.title')}
      titleExtra={
        data.locationName !== null && (
          <span className="truncate text-xs text-ink-3">
            {t('orders.stock.at', { location: data.locationName })}
          </span>
        )
      }
    >
      <ul className="px-3">
        {effects.map((effect) => (
          <li
            key={effect.itemId}
            className="flex flex-wrap items-baseline justify-between gap-x-3 border-b border-line py-2 last:border-0"
          >
            <SubjectLink
              subject={{ kind: 'item', id: effect.itemId }}
              className="min-w-0 truncate proportional-nums hover:underline"
            >
              <bdi>{names.get(effect.itemId)}</bdi>
            </SubjectLink>
            <span className="text-xs text-ink-2">{sentence(effect)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Payments and refunds. */
export function PaymentsPanel({ data }: { readonly data: OrderData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useMethodName();
  return (
    <Panel title={t('orders.payments.title')}>
      {data.payments.length === 0 ? (
        <p className="p-3 text-ink-3">{t('orders.payments.none')}</p>
      ) : (
        <ul className="px-3">
          {data.payments.map((payment) => (
            <li
              key={payment.id}
              className="flex items-baseline gap-3 border-b border-line py-2 last:border-0"
            >
              <span className="min-w-0 flex-1 truncate">
                <span className="font-medium">
                  {t(`orders.payments.${payment.amount === 0 ? 'return' : payment.kind}`)}
                </span>
                <span className="ml-2 text-xs text-ink-3 proportional-nums">
                  {[nameOf(payment.method), paymentReason({ t }, payment)].filter(Boolean).join(' · ')}
                </span>
              </span>
              {payment.status !== 'succeeded' && <PaymentStatusBadge status={payment.status} />}
              <time
                dateTime={new Date(payment.at).toISOString()}
                className="text-xs whitespace-nowrap text-ink-3"
              >
                {format.dateTime(payment.at)}
              </time>
              <Money
                amount={payment.kind === 'refund' ? -payment.amount : payment.amount}
                currency={payment.currency}
                className={cx('w-24 text-right', payment.status !== 'succeeded' && 'text-ink-3 line-through')}
              />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
