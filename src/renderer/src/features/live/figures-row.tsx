import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeWindow } from '#shared/domain/time.ts';
import { type BridgeCallError, bridge } from '../../bridge/client.ts';
import { ErrorState } from '../../components/states.tsx';
import { painted } from '../../lib/painted.ts';
import { useIsLive } from '../../stores/connection.ts';
import { FIGURES, receiveFigures, useFigures } from '../../stores/figures.ts';
import { FigureCard } from './figure-card.tsx';

/** Watches the figures of a window while it is shown. The next item arrives after the last one was painted. */
function useFigureStream(window: TimeWindow): BridgeCallError | null {
  const [error, setError] = useState<BridgeCallError | null>(null);
  useEffect(() => {
    setError(null);
    return bridge.watch(
      'live.figures',
      { window },
      (figures) => {
        receiveFigures(figures);
        return painted();
      },
      setError,
    );
  }, [window]);
  return error;
}

/** The key figures from their stream. `data-seq` and `data-at` name the newest event they include. */
export function FiguresRow({ window }: { readonly window: TimeWindow }): ReactNode {
  const { t } = useTranslation();
  const error = useFigureStream(window);
  const seq = useFigures((state) => state.byWindow[window]?.asOf.seq);
  const at = useFigures((state) => state.byWindow[window]?.lastEventAt);
  const live = useIsLive();
  if (error !== null && seq === undefined) {
    return (
      <section aria-label={t('live.figures.label')} className="rounded-lg border border-line bg-surface">
        <ErrorState error={error} />
      </section>
    );
  }
  return (
    <section
      aria-label={t('live.figures.label')}
      data-figures={window}
      data-seq={seq}
      data-at={at ?? undefined}
      data-stale={live ? undefined : ''}
      className="grid shrink-0 grid-cols-6 gap-2 wide:gap-3 @max-[860px]:grid-cols-3"
    >
      {FIGURES.map((name) => (
        <FigureCard key={name} name={name} window={window} />
      ))}
    </section>
  );
}
