import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '#shared/bridge/live.ts';
import { FIGURES } from '#shared/domain/figures.ts';
import { type BridgeCallError, bridge } from '../../bridge/client.ts';
import { ErrorState } from '../../components/states.tsx';
import { painted } from '../../lib/painted.ts';
import { useIsLive } from '../../stores/connection.ts';
import { receiveFigures, scopeKey, useScopedFigures, windowName } from '../../stores/figures.ts';
import { FigureCard } from './figure-card.tsx';

/** Watches the figures of a scope while it is shown. The next item arrives after the last one was painted. */
function useFigureStream(scope: Scope): BridgeCallError | null {
  const [error, setError] = useState<BridgeCallError | null>(null);
  useEffect(() => {
    setError(null);
    return bridge.watch(
      'live.figures',
      scope,
      (figures) => {
        receiveFigures(figures);
        return painted();
      },
      setError,
    );
  }, [scope]);
  return error;
}

/** The key figures from their stream. `data-seq` and `data-at` name the newest event they include. */
export function FiguresRow({ scope }: { readonly scope: Scope }): ReactNode {
  const { t } = useTranslation();
  const error = useFigureStream(scope);
  const seq = useScopedFigures(scope, (figures) => figures.asOf.seq);
  const at = useScopedFigures(scope, (figures) => figures.lastEventAt);
  const from = useScopedFigures(scope, (figures) => figures.from);
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
      data-figures={windowName(scope.window)}
      data-scope={scopeKey(scope)}
      data-from={from}
      data-seq={seq}
      data-at={at ?? undefined}
      data-stale={live ? undefined : ''}
      className="grid shrink-0 grid-cols-6 gap-2 wide:gap-3 @max-[860px]:grid-cols-3"
    >
      {FIGURES.map((name) => (
        <FigureCard key={name} name={name} scope={scope} />
      ))}
    </section>
  );
}
