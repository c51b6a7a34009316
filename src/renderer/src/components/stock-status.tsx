import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockState } from '#shared/domain/inventory.ts';
import { cx } from '../lib/cx.ts';
import type { Tone } from '../lib/tone.ts';
import { StatusDot } from './badge.tsx';

const TONES: Readonly<Record<StockState, Tone>> = { ok: 'ok', low: 'warn', out: 'crit' };

/** How a level stands: a mark and its word. */
export function StockStatus({
  status,
  className,
}: {
  readonly status: StockState;
  readonly className?: string;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5',
        status === 'ok' ? 'text-ink-2' : 'font-medium',
        status === 'low' && 'text-warn',
        status === 'out' && 'text-crit',
        className,
      )}
    >
      <StatusDot tone={TONES[status]} />
      {t(`inventory.status.${status}`)}
    </span>
  );
}

/** The mark alone, for places without room for the word; screen readers still hear it. */
export function StockMark({ status }: { readonly status: StockState }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <StatusDot tone={TONES[status]} className="scale-75" />
      <span className="sr-only">{t(`inventory.status.${status}`)}:</span>
    </>
  );
}
