import { BookOpenText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertCause } from '#shared/bridge/alerts.ts';
import { SubjectLink } from '../../components/subject-link.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { reasonText } from '../../lib/reasons.ts';

const LINK = 'font-medium text-accent-ink underline decoration-1 underline-offset-2 hover:decoration-2';

/** The event that raised or resolved an alert: a link to its line in the item's ledger, and to its order. */
export function Cause({ cause }: { readonly cause: AlertCause }): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { movement, order, seq } = cause;
  if (movement === null)
    return <span className="text-ink-3">{t('alerts.cause.event', { seq: format.integer(seq) })}</span>;
  const delta = movement.deltaOnHand || movement.deltaCommitted || movement.deltaUnavailable;
  const said = [
    movement.actor?.name,
    movement.reason === '' ? null : reasonText(i18n, movement.reason),
    order === null ? movement.reference : null,
  ].filter(Boolean);
  return (
    <span data-cause={seq} className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <SubjectLink subject={{ kind: 'item', id: movement.itemId }} className={LINK}>
        <BookOpenText size={13} aria-hidden className="mr-1 inline align-[-2px]" />
        {t(`inventory.ledger.types.${movement.type}`)} {format.delta(delta)}
      </SubjectLink>
      {order !== null && (
        <SubjectLink subject={{ kind: 'order', id: order.id }} className={LINK}>
          {t('alerts.cause.order', { number: order.number })}
        </SubjectLink>
      )}
      <span dir="auto" className="text-ink-3">
        {[format.moment(movement.at), ...said].join(' · ')}
      </span>
    </span>
  );
}
