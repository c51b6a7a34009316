import { Check } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Input } from '../../../components/field.tsx';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import type { Line } from './use-picking.ts';

/** The items to pick, by category. */
export function PickTable({
  lines,
  onPick,
}: {
  readonly lines: readonly Line[];
  readonly onPick: (itemId: string, quantity: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const groups = [...Map.groupBy(lines, ({ category }) => category)];
  const head = 'sticky top-0 z-[1] bg-surface px-2.5 text-left text-xs font-medium text-ink-3 print:static';
  return (
    <table className="w-full border-separate border-spacing-0" aria-label={t('orders.picking.label')}>
      <thead>
        <tr className="h-9">
          <th scope="col" className={cx(head, 'w-36 pl-4')}>
            {t('orders.picking.picked')}
          </th>
          <th scope="col" className={head}>
            {t('orders.item')}
          </th>
          <th scope="col" className={cx(head, 'w-24 text-right')}>
            {t('orders.picking.onHand')}
          </th>
          <th scope="col" className={cx(head, 'w-44')}>
            {t('orders.picking.lots')}
          </th>
          <th scope="col" className={cx(head, 'pr-4')}>
            {t('orders.picking.forOrders')}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(([category, some]) => (
          <Fragment key={category}>
            <tr>
              <th
                scope="colgroup"
                colSpan={5}
                dir="auto"
                className="h-8 border-y border-line bg-sunken px-4 text-left text-xs font-semibold text-ink-2"
              >
                {category === '' ? t('orders.picking.noCategory') : category}
              </th>
            </tr>
            {some.map((line) => (
              <Row key={line.item.itemId} line={line} onPick={onPick} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Row({
  line,
  onPick,
}: {
  readonly line: Line;
  readonly onPick: (itemId: string, quantity: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { item, name, sku, quantity, picked, lots, orders } = line;
  const all = picked >= quantity;
  const cell = 'border-b border-line px-2.5 py-1.5 align-middle';
  return (
    <tr className={cx('break-inside-avoid', all && 'text-ink-3')}>
      <td className={cx(cell, 'pl-4 whitespace-nowrap')}>
        <span className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={all}
            aria-label={t('orders.picking.tick', { name })}
            onChange={() => onPick(item.itemId, all ? 0 : quantity)}
          />
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={String(picked)}
            aria-label={t('orders.picking.quantity', { name })}
            onFocus={(event) => event.target.select()}
            onChange={(event) => {
              const typed = Math.trunc(Number(event.target.value)) || 0;
              onPick(item.itemId, Math.min(quantity, Math.max(0, typed)));
            }}
            className="w-14 text-right print:hidden"
          />
          <span className="text-xs print:hidden">
            {t('orders.fulfil.of', { formatted: format.integer(quantity) })}
          </span>
          <span className="hidden font-semibold print:inline">{format.integer(quantity)}</span>
        </span>
      </td>
      <td className={cell}>
        <SubjectLink
          subject={{ kind: 'item', id: item.itemId }}
          className="proportional-nums hover:underline"
        >
          <bdi>{name}</bdi>
        </SubjectLink>
        <span className="ms-2 text-xs whitespace-nowrap text-ink-3">{sku}</span>
        {all && <Check size={13} aria-hidden className="ms-1 inline text-ok" />}
      </td>
      <td className={cx(cell, 'text-right', item.onHand < quantity && 'text-warn')}>
        {format.integer(item.onHand)}
      </td>
      <td className={cx(cell, 'text-xs')}>
        {lots.length === 0
          ? '–'
          : lots.map((lot) => (
              <span key={lot.code} className="block">
                {format.integer(lot.quantity)} × <bdi>{lot.code}</bdi>
                {lot.expiresAt !== null && (
                  <span className="text-ink-3">
                    {' '}
                    {t('orders.picking.until', { day: format.isoDay(format.calendarDay(lot.expiresAt)) })}
                  </span>
                )}
              </span>
            ))}
      </td>
      <td className={cx(cell, 'pr-4 text-xs text-ink-2')}>
        {orders.map((order) => (
          <span key={order.number} className="me-2 inline-block whitespace-nowrap">
            <bdi>{order.number}</bdi> × {format.integer(order.quantity)}
          </span>
        ))}
      </td>
    </tr>
  );
}
