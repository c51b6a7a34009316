import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceLine } from '#shared/domain/billing.ts';
import { Money } from '../../components/values.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { lineWords } from './words.ts';

/** The lines of a cost or an invoice, and their sum. */
export function CostTable({
  label,
  lines,
  total,
  currency,
}: {
  readonly label: string;
  readonly lines: readonly InvoiceLine[];
  readonly total: number;
  readonly currency: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="w-full text-start" aria-label={label}>
      <thead className="text-xs text-ink-3">
        <tr className="border-b border-line">
          <th scope="col" className="py-1.5 text-start font-normal">
            {t('billing.columns.what')}
          </th>
          <th scope="col" className="py-1.5 text-end font-normal">
            {t('billing.columns.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const { what, much } = lineWords(line, t, format);
          return (
            <tr
              key={`${line.kind} ${line.name} ${line.from} ${line.creditId}`}
              className="border-b border-line"
            >
              <td className="py-1.5 pe-3">
                <span dir="auto" className="block">
                  {what}
                </span>
                <span className="block text-xs text-ink-3 proportional-nums">{much}</span>
              </td>
              <td className="py-1.5 text-end align-top">
                <Money amount={line.amount} currency={currency} />
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="py-2 text-start font-semibold">
            {t('billing.total')}
          </th>
          <td className="py-2 text-end font-semibold" data-total={total}>
            <Money amount={total} currency={currency} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
