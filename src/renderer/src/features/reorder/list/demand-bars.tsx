import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { useFormat } from '../../../hooks/use-format.ts';

const HEIGHT = 56;

/** The units sold on each day of the window. Days out of stock, which do not count, are hatched. */
export function DemandBars({ days }: { readonly days: MethodOutput<'reorder.item'>['days'] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const peak = days.reduce((most, { sold }) => Math.max(most, sold), 1);
  const out = days.filter(({ inStock }) => !inStock).length;
  const sold = days.reduce((sum, day) => sum + day.sold, 0);
  return (
    <figure>
      <div
        role="img"
        aria-label={t('reorder.detail.bars', {
          sold: format.integer(sold),
          count: days.length,
          out: format.integer(out),
        })}
        className="flex items-end gap-px"
        style={{ height: HEIGHT }}
      >
        {days.map((day) => (
          <span
            key={day.at}
            title={t(day.inStock ? 'reorder.detail.bar' : 'reorder.detail.barOut', {
              day: format.day(day.at),
              sold: format.integer(day.sold),
            })}
            className={
              day.inStock
                ? 'min-w-0 flex-1 rounded-t-[1px] bg-[var(--q-chart-1)]'
                : 'q-stale min-w-0 flex-1 rounded-t-[1px] border border-dashed border-control'
            }
            style={{ height: day.inStock ? Math.max(1, (day.sold / peak) * HEIGHT) : HEIGHT }}
          />
        ))}
      </div>
      <figcaption className="mt-1 flex justify-between text-2xs text-ink-3">
        <span>{format.day(first.at)}</span>
        <span>{t('reorder.detail.barsCaption', { peak: format.integer(peak) })}</span>
        <span>{format.day(last.at)}</span>
      </figcaption>
    </figure>
  );
}
