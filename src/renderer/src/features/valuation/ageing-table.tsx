import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { AGE_CLASSES } from '#shared/domain/ageing.ts';
import { ITEM_FIGURE_EXPLANATIONS } from '#shared/domain/item-figures.ts';
import { Explained } from '../../components/explained.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { languageOf } from '../../i18n/errors.ts';
import { cx } from '../../lib/cx.ts';

/** How old the stock of an item is, by the day on which its lots were received. */
export function AgeingTable({
  ageing: { classes, loose, looseValue },
  currency,
}: {
  readonly ageing: MethodOutput<'valuation.item'>['ageing'];
  readonly currency: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useId();
  const total = classes.reduce((sum, { units }) => sum + units, 0) + Math.max(0, loose);
  const name = (from: number): string => {
    const next = AGE_CLASSES.find((one) => one > from);
    return next === undefined
      ? t('valuation.ageing.over', { days: from - 1 })
      : t('valuation.ageing.between', { from, to: next - 1 });
  };
  const rows = [
    ...classes.map(({ from, units, value, lots }) => ({
      key: String(from),
      label: name(from),
      units,
      value,
      lots,
    })),
    ...(loose === 0
      ? []
      : [{ key: 'loose', label: t('valuation.ageing.loose'), units: loose, value: looseValue, lots: null }]),
  ];
  const head = 'h-7 border-b border-line px-3 text-xs font-medium text-ink-3';
  return (
    <section aria-labelledby={title} className="rounded-md border border-line bg-surface">
      <header className="flex items-center justify-between gap-1 px-3 pt-1.5">
        <h3 id={title} className="text-xs font-semibold text-ink-2">
          {t('valuation.ageing.title')}
        </h3>
        <Explained name={t('valuation.ageing.title')}>
          {ITEM_FIGURE_EXPLANATIONS[languageOf(format.locale)].ageing}
        </Explained>
      </header>
      <table className="w-full">
        <thead>
          <tr>
            <th className={cx(head, 'text-left')}>{t('valuation.ageing.age')}</th>
            <th className={cx(head, 'text-right')}>{t('valuation.ageing.lots')}</th>
            <th className={cx(head, 'text-right')}>{t('valuation.units')}</th>
            <th className={cx(head, 'text-right')}>{t('valuation.figures.value')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, units, value, lots }) => (
            <tr key={key} data-age={key} className="h-7 border-b border-line last:border-0">
              <td className="px-3 proportional-nums">
                <span className="flex items-center gap-2">
                  <span className="w-24 shrink-0">{label}</span>
                  <span aria-hidden className="h-1.5 min-w-8 flex-1 rounded-sm bg-sunken">
                    <span
                      className="block h-1.5 rounded-sm bg-[var(--q-chart-1)]"
                      style={{ width: `${total > 0 ? (Math.max(0, units) / total) * 100 : 0}%` }}
                    />
                  </span>
                </span>
              </td>
              <td className="px-3 text-right text-ink-3">{lots === null ? '–' : format.integer(lots)}</td>
              <td className="px-3 text-right">{format.integer(units)}</td>
              <td className="px-3 text-right text-ink-2">{format.money(value, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
