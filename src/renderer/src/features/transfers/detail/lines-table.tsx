import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { inTransit, type TransferLine, transferSums } from '#shared/domain/transfers.ts';
import { SubjectLink } from '../../../components/subject-link.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import type { TransferData } from './use-transfer.ts';

type Column = 'quantity' | 'sent' | 'received' | 'inTransit' | 'writtenOff' | 'returned';
const HEADS = {
  quantity: 'planned',
  sent: 'sent',
  received: 'received',
  inTransit: 'inTransit',
  writtenOff: 'writtenOff',
  returned: 'returned',
} as const satisfies Readonly<Record<Column, string>>;

/** The lines of a transfer: what was planned, sent, received, and where the rest is. */
export function LinesTable({ transfer }: { readonly transfer: TransferData }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { lines, status } = transfer;
  const sums = transferSums(lines);
  const moved = status !== 'draft' && transfer.sentAt !== null;
  const columns: Column[] = [
    'quantity',
    ...(moved ? (['sent', 'received', 'inTransit'] as const) : []),
    ...(sums.writtenOff > 0 ? (['writtenOff'] as const) : []),
    ...(sums.returned > 0 ? (['returned'] as const) : []),
  ];
  const amountOf = (line: TransferLine, column: Column): number =>
    column === 'inTransit' ? inTransit(line) : line[column];
  const cell = 'border-b border-line px-3 py-2';
  if (lines.length === 0) return <p className="p-4 text-ink-2">{t('transfers.list.noLines')}</p>;
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0">
        <thead>
          <tr className="text-xs text-ink-3">
            <th scope="col" className={cx(cell, 'w-full text-left font-medium')}>
              {t('transfers.lines.item')}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={cx(cell, 'text-right font-medium whitespace-nowrap')}>
                {t(`transfers.lines.${HEADS[column]}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.itemId} data-line={line.sku}>
              <td
                className={cx(cell, 'w-full max-w-0 truncate text-left proportional-nums')}
                title={line.name}
              >
                <SubjectLink subject={{ kind: 'item', id: line.itemId }} className="hover:underline">
                  {line.name}
                </SubjectLink>{' '}
                <span className="text-xs text-ink-3">{line.sku}</span>
              </td>
              {columns.map((column) => (
                <td
                  key={column}
                  data-column={column}
                  className={cx(
                    cell,
                    'text-right',
                    column === 'inTransit' && amountOf(line, column) > 0 && 'font-semibold',
                  )}
                >
                  {format.integer(amountOf(line, column))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th scope="row" className="px-3 py-2 text-left">
              {t('transfers.lines.total')}
            </th>
            {columns.map((column) => (
              <td key={column} data-total={column} className="px-3 py-2 text-right">
                {format.integer(sums[column])}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
