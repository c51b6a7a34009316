import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountSummary } from '#shared/bridge/counts.ts';
import { isOpenCount } from '#shared/domain/counts.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { cx } from '../../../lib/cx.ts';
import type { SheetData } from './use-sheet.ts';

/** What the count found, summed over the lines as the server has them. */
export function Sums({
  count,
  sums,
}: {
  readonly count: CountSummary;
  readonly sums: SheetData['sums'];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const value = Object.entries(sums.value).map(([currency, amount]) => format.money(amount, currency));
  const counted = t('counts.list.of', {
    counted: format.integer(sums.counted),
    lines: format.integer(count.lineCount),
  });
  return (
    <dl
      aria-label={t('counts.sums.label')}
      className="flex shrink-0 flex-wrap gap-x-8 gap-y-2 border-b border-line px-4 py-2.5"
    >
      <Sum name="counted" label={t('counts.sums.counted')} value={counted} />
      <Sum name="differing" label={t('counts.sums.differing')} value={format.integer(sums.differing)} />
      <Sum name="over" label={t('counts.sums.over')} value={format.delta(sums.over)} />
      <Sum name="short" label={t('counts.sums.short')} value={format.delta(-sums.short)} />
      <Sum
        name="value"
        label={t('counts.sums.value')}
        value={value.length === 0 ? '–' : value.join(' · ')}
        note={
          sums.withoutCost > 0
            ? t('counts.sums.withoutCost', { formatted: format.integer(sums.withoutCost) })
            : null
        }
      />
      {isOpenCount(count) && sums.stopped > 0 && (
        <Sum
          name="stopped"
          tone="text-crit"
          label={t('counts.sums.stopped')}
          value={format.integer(sums.stopped)}
        />
      )}
    </dl>
  );
}

function Sum({
  name,
  label,
  value,
  note = null,
  tone,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly note?: string | null;
  readonly tone?: string;
}): ReactNode {
  return (
    <div data-sum={name}>
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className={cx('font-semibold', tone)}>
        {value}
        {note !== null && <span className="ml-1.5 text-xs font-normal text-ink-3">{note}</span>}
      </dd>
    </div>
  );
}
