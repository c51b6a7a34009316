import { Clock3 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderSummary } from '#shared/bridge/orders.ts';
import { OrderStatusBadge } from '../../../components/order-status.tsx';
import { Skeleton } from '../../../components/states.tsx';
import { SpacerRow, useTableWindow } from '../../../components/table-window.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import type { ListPages } from '../../../hooks/use-list-pages.ts';
import { useMedia } from '../../../hooks/use-media.ts';
import { isPlain } from '../../../keyboard/key-press.ts';
import { nextIndex } from '../../../keyboard/list-keys.ts';
import { cx } from '../../../lib/cx.ts';

/** The height of a row, px. */
const ROW_HEIGHT = 36;

/**
 * Orders, newest first. Draws only the rows in view and holds only the pages around them. It is one tab stop: the arrow keys move
 * the chosen row, Enter opens it.
 */
export function OrderTable({
  pages,
  onOpen,
  onRange,
}: {
  readonly pages: ListPages<OrderSummary>;
  readonly onOpen: (order: OrderSummary) => void;
  readonly onRange: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const wide = useMedia('(min-width: 1100px)');
  const columns = wide ? 6 : 5;
  const [active, setActive] = useState(-1);
  const { scroller, items, from, to, above, below, pageSize, scrollTo } = useTableWindow(
    pages.count,
    ROW_HEIGHT,
    onRange,
  );
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.target !== event.currentTarget || !isPlain(event)) return;
    const chosen = pages.row(active);
    if (event.key === 'Enter') {
      if (chosen) onOpen(chosen);
      return;
    }
    const next = nextIndex(event, active, pages.count, pageSize());
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    scrollTo(next);
  };
  const head = 'sticky top-0 z-[1] h-9 border-b border-line bg-surface px-2.5 text-xs font-medium text-ink-3';
  return (
    <div ref={scroller} className="h-full overflow-auto">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of rows that are opened
        role="grid"
        tabIndex={0}
        aria-label={t('orders.list.label')}
        aria-rowcount={pages.count + 1}
        aria-activedescendant={active >= from && active <= to ? `order-row-${active}` : undefined}
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-separate border-spacing-0 focus-visible:-outline-offset-2"
      >
        <colgroup>
          <col className="w-[150px]" />
          <col />
          {wide && <col />}
          <col className="w-[110px]" />
          <col className="w-[120px]" />
          <col className="w-[170px]" />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th className={cx(head, 'pl-4 text-left')}>{t('orders.list.number')}</th>
            <th className={cx(head, 'text-left')}>{t('orders.customer')}</th>
            {wide && <th className={cx(head, 'text-left')}>{t('orders.lines')}</th>}
            <th className={cx(head, 'text-left')}>{t('orders.status')}</th>
            <th className={cx(head, 'text-right')}>{t('orders.list.total')}</th>
            <th className={cx(head, 'pr-4 text-right')}>{t('orders.placed')}</th>
          </tr>
        </thead>
        <tbody>
          <SpacerRow height={above} columns={columns} />
          {items.map(({ index }) => (
            <Line
              key={index}
              index={index}
              order={pages.row(index)}
              active={index === active}
              wide={wide}
              onOpen={(order) => {
                setActive(index);
                onOpen(order);
              }}
            />
          ))}
          <SpacerRow height={below} columns={columns} />
        </tbody>
      </table>
    </div>
  );
}

function Line({
  index,
  order,
  active,
  wide,
  onOpen,
}: {
  readonly index: number;
  readonly order: OrderSummary | undefined;
  readonly active: boolean;
  /** Whether there is room for what was ordered. */
  readonly wide: boolean;
  readonly onOpen: (order: OrderSummary) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const cell = 'truncate border-b border-line px-2.5';
  if (order === undefined)
    return (
      <tr aria-hidden style={{ height: ROW_HEIGHT }}>
        <td colSpan={wide ? 6 : 5} className="border-b border-line px-4">
          <Skeleton className={index % 2 === 0 ? 'w-2/5' : 'w-1/3'} />
        </td>
      </tr>
    );
  const more = order.lineCount > 1 ? t('orders.list.more', { count: order.lineCount - 1 }) : '';
  return (
    <tr
      id={`order-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={active}
      onClick={() => onOpen(order)}
      className={cx('cursor-pointer', active ? 'bg-accent-soft' : 'hover:bg-hover')}
      style={{ height: ROW_HEIGHT }}
    >
      <td className={cx(cell, 'pl-4 font-medium', active && 'shadow-[inset_3px_0_0_var(--q-accent)]')}>
        {order.number}
      </td>
      <td className={cx(cell, 'proportional-nums')} dir="auto">
        {order.customer?.name ?? <span className="text-ink-3">{t('orders.guest')}</span>}
      </td>
      {wide && (
        <td className={cx(cell, 'text-ink-2 proportional-nums')}>
          {order.firstLine} <span className="text-ink-3">{more}</span>
        </td>
      )}
      <td className={cell}>
        <span className="inline-flex items-center gap-1">
          <OrderStatusBadge status={order.status} />
          {order.pending && <Clock3 size={12} aria-label={t('orders.pending')} className="text-warn" />}
        </span>
      </td>
      <td className={cx(cell, 'text-right')}>
        <Money amount={order.total} currency={order.currency} />
      </td>
      <td className={cx(cell, 'pr-4 text-right text-ink-2')}>
        <time dateTime={new Date(order.placedAt).toISOString()} title={format.dateTime(order.placedAt)}>
          {format.moment(order.placedAt)}
        </time>
      </td>
    </tr>
  );
}
