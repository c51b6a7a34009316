import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Input } from '../../../components/field.tsx';
import { Money } from '../../../components/values.tsx';
import { canReturn, partsOf, type RefundBase, type RefundForm, refundItems } from './refund-form.ts';

/** The lines of an order, with how much of each is refunded, whether its goods come back, and what that is worth. */
export function RefundLines({
  form,
  base,
  onChange,
}: {
  readonly form: RefundForm;
  readonly base: RefundBase;
  readonly onChange: (part: Partial<RefundForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { byLine } = partsOf(form, base);
  const refunds = form.mode === 'refund';
  const back = refunds && canReturn(base);
  const head = 'sticky top-0 bg-surface px-2 text-right font-medium whitespace-nowrap first:text-left';
  return (
    <div className="max-h-64 min-w-0 overflow-auto rounded-md border border-line">
      <table className="w-full">
        <thead className="text-xs text-ink-3">
          <tr className="h-8">
            <th className={head}>{t('orders.refund.item')}</th>
            <th className={head}>{t('orders.quantity')}</th>
            {back && <th className={head}>{t('orders.refund.back')}</th>}
            {refunds && <th className={head}>{t('orders.refund.share')}</th>}
          </tr>
        </thead>
        <tbody>
          {refundItems(base, form.mode).map(({ line, name, sku, left }) => (
            <tr key={line} className="h-10 border-t border-line">
              <td className="w-full max-w-0 truncate px-2 proportional-nums" title={name}>
                <bdi>{name}</bdi> <span className="text-xs text-ink-3">{sku}</span>
              </td>
              <td className="px-2 text-right whitespace-nowrap">
                <Input
                  type="number"
                  min={0}
                  max={left}
                  step={1}
                  disabled={left === 0}
                  value={Math.min(left, form.chosen[line] ?? 0)}
                  aria-label={t('orders.refund.quantity', { name })}
                  onChange={(event) => {
                    const quantity = Math.trunc(Number(event.target.value)) || 0;
                    const bounded = Math.min(left, Math.max(0, quantity));
                    onChange({ chosen: { ...form.chosen, [line]: bounded } });
                  }}
                  className="w-16 text-right"
                />{' '}
                <span className="text-xs text-ink-3">{t('orders.refund.of', { count: left })}</span>
              </td>
              {back && (
                <td className="px-2 text-right">
                  <input
                    type="checkbox"
                    disabled={left === 0}
                    aria-label={t('orders.refund.backOf', { name })}
                    checked={!form.stays.includes(String(line))}
                    onChange={(event) => {
                      const others = form.stays.filter((one) => one !== String(line));
                      onChange({ stays: event.target.checked ? others : [...others, String(line)] });
                    }}
                  />
                </td>
              )}
              {refunds && (
                <td className="px-2 text-right">
                  <Money amount={byLine.get(line) ?? 0} currency={base.currency} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
