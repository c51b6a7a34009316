import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { refusalReason } from '../../i18n/errors.ts';
import { askToDiscard } from '../../stores/asking.ts';
import { discardCommand } from '../../stores/outbox.ts';
import type { PendingMovement } from './pending.ts';

/** An adjustment that the server refused, with the reason and ways to continue. */
export function RefusedAdjustment({
  movement,
  locationName,
  onReview,
}: {
  readonly movement: PendingMovement;
  readonly locationName: string;
  readonly onReview: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { entry } = movement;
  return (
    <div role="alert" className="flex items-center gap-2 rounded-md bg-crit-soft px-3 py-2">
      <TriangleAlert size={15} aria-hidden className="shrink-0 text-crit" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">
          {t('inventory.detail.refused', {
            change: format.delta(movement.delta),
            location: locationName,
          })}
        </span>{' '}
        <span className="text-ink-2">{entry.error && refusalReason({ t, format }, entry.error)}</span>
      </p>
      <Button
        size="sm"
        onClick={() => {
          // What it was is in the form that opens.
          discardCommand(entry.id);
          onReview();
        }}
      >
        {t('inventory.detail.review')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => askToDiscard(entry)}>
        {t('inventory.detail.discard')}
      </Button>
    </div>
  );
}
