import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counts } from '#shared/domain/watchdog.ts';
import { useFormat } from '../../hooks/use-format.ts';

/** The counts of a level, in the order they are shown. */
const COUNTS = ['onHand', 'committed', 'unavailable'] as const;
/** How many lots are named; what differs more has one cause. */
const SHOWN_LOTS = 5;

/** The counts in which a balance differs from another, or the parts of it that do. */
export function DifferingCounts({
  of,
  against,
}: {
  readonly of: Counts;
  readonly against: Counts;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const lots = of.lots ?? [];
  const shown = [
    ...COUNTS.filter((count) => of[count] !== against[count]).map((count) => ({
      key: count as string,
      label: t(`watchdog.counts.${count}`),
      quantity: of[count],
    })),
    ...(of.reasons ?? []).map(({ reason, quantity }) => ({
      key: reason as string,
      label: t(`inventory.setAside.reasons.${reason}`),
      quantity,
    })),
    ...lots.slice(0, SHOWN_LOTS).map(({ id, code, onHand }) => ({ key: id, label: code, quantity: onHand })),
    ...(of.incoming === undefined
      ? []
      : [{ key: 'incoming', label: t('watchdog.counts.incoming'), quantity: of.incoming }]),
  ];
  return (
    <ul className="q-figures">
      {shown.map(({ key, label, quantity }) => (
        <li key={key} className="whitespace-nowrap">
          <span className="text-ink-3">{label}</span> {format.integer(quantity)}
        </li>
      ))}
      {lots.length > SHOWN_LOTS && (
        <li className="text-ink-3">{t('watchdog.moreLots', { count: lots.length - SHOWN_LOTS })}</li>
      )}
    </ul>
  );
}
