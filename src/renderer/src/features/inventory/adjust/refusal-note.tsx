import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { type Refusal, refusalSentence } from '../../../i18n/errors.ts';
import type { AdjustBase } from './adjust-form.ts';

/** Says what happened, what was kept and how to continue. */
export function RefusalNote({
  refusal,
  expected,
  current,
  mine = null,
  onUseCurrent,
  onDrop,
}: {
  readonly refusal: Refusal;
  readonly expected: number;
  /** The level as it stands now. */
  readonly current: AdjustBase;
  /** What the user wants on hand; null where a difference was entered. */
  readonly mine?: number | null;
  readonly onUseCurrent: () => void;
  /** Gives the user's figure up. */
  readonly onDrop?: (() => void) | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const values = {
    current: format.integer(current.onHand),
    expected: format.integer(expected),
    available: format.integer(current.available),
    reason: refusalSentence({ t, format }, refusal),
    mine: format.integer(mine),
  };
  const known =
    refusal.code === 'conflict' || refusal.code === 'insufficient_stock' || refusal.code === 'forbidden'
      ? refusal.code
      : 'other';
  return (
    <div role="alert" className="flex items-start gap-2 rounded-md bg-crit-soft px-3 py-2 text-ink">
      <TriangleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-crit" />
      <p className="min-w-0 flex-1">{t(`inventory.adjust.refused.${known}`, values)}</p>
      {known === 'conflict' && (
        <span className="flex shrink-0 flex-col gap-1" data-choice>
          <Button size="sm" onClick={onUseCurrent}>
            {mine === null
              ? t('inventory.adjust.refused.useCurrent', values)
              : t('inventory.adjust.refused.useMine', values)}
          </Button>
          {mine !== null && onDrop !== undefined && (
            <Button size="sm" onClick={onDrop}>
              {t('inventory.adjust.refused.keepCurrent', values)}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}
