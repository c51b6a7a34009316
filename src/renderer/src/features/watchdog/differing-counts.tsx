import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Balance } from '#shared/domain/inventory.ts';
import { useFormat } from '../../hooks/use-format.ts';

/** The counts of a level, in the order they are shown. */
const COUNTS = ['onHand', 'committed', 'unavailable'] as const;

/** The counts in which a balance differs from another. */
export function DifferingCounts({
  of,
  against,
}: {
  readonly of: Balance;
  readonly against: Balance;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className="q-figures">
      {COUNTS.filter((count) => of[count] !== against[count]).map((count) => (
        <li key={count} className="whitespace-nowrap">
          <span className="text-ink-3">{t(`watchdog.counts.${count}`)}</span> {format.integer(of[count])}
        </li>
      ))}
    </ul>
  );
}
