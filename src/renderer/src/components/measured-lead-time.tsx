import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_DELIVERIES } from '#shared/domain/lead-times.ts';
import { bridge } from '../bridge/client.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useCan } from '../stores/session.ts';

/** How long a supplier has really taken, from the order to the last goods; or that too few deliveries have arrived. */
export function MeasuredLeadTime({
  supplierId,
  className,
}: {
  readonly supplierId: string;
  readonly className?: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const allowed = useCan('purchasing:read');
  const { data } = useQuery({
    queryKey: ['purchasing', 'lead_time', supplierId],
    queryFn: () => bridge.call('purchasing.lead_time', { supplierId }),
    enabled: allowed,
    meta: { intervalMs: 2000 },
  });
  if (data === undefined) return null;
  const { measured, deliveries, heldSince } = data;
  return (
    <p className={className} data-measured={measured?.deliveries ?? ''}>
      {measured === null
        ? t('purchasing.leadTime.tooFew', { count: deliveries, least: MIN_DELIVERIES })
        : t('purchasing.leadTime.measured', {
            days: format.decimal(measured.days, 1),
            deviation: format.decimal(measured.deviation, 1),
            deliveries: format.integer(measured.deliveries),
          })}
      {heldSince !== null &&
        heldSince > 0 &&
        ` ${t('purchasing.leadTime.since', { day: format.day(heldSince) })}`}
    </p>
  );
}
