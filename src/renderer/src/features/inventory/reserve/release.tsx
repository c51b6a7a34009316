import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reservation } from '#shared/domain/inventory.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { useCommand } from '../../../hooks/use-command.ts';
import { useFormat } from '../../../hooks/use-format.ts';

/** The reason of a release by hand, as the ledger stores it; the console puts it into words. */
const RELEASED_BY_HAND: ReasonCode = 'stock.released';

/** Asks before it releases a reservation. */
export function Release({
  held,
  locationName,
  onClose,
}: {
  readonly held: Reservation;
  readonly locationName: (id: string) => string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { submit, submitting } = useCommand('inventory.release');
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('inventory.reserve.releaseTitle')}
      body={t('inventory.reserve.releaseBody', {
        quantity: format.integer(held.quantity),
        location: locationName(held.locationId),
      })}
      action={t('inventory.reserve.release')}
      busy={submitting}
      onConfirm={() =>
        void submit({ reservationId: held.id, reason: RELEASED_BY_HAND }).then(({ ok }) => ok && onClose())
      }
    />
  );
}
