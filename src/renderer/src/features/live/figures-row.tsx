import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FIGURES } from '#shared/domain/figures.ts';
import { ErrorState } from '../../components/states.tsx';
import type { WidgetProps } from '../../lib/feature.ts';
import { useIsLive } from '../../stores/connection.ts';
import { scopeKey, useScopedFigures, windowName } from '../../stores/figures.ts';
import { FigureCard } from './figure-card.tsx';
import { useFigureStream } from './figure-stream.ts';

/** The key figures from their stream. `data-seq` and `data-at` name the newest event they include. */
export default function FiguresRow({ scope }: WidgetProps): ReactNode {
  const { t } = useTranslation();
  const error = useFigureStream(scope);
  const seq = useScopedFigures(scope, (figures) => figures.asOf.seq);
  const at = useScopedFigures(scope, (figures) => figures.lastEventAt);
  const from = useScopedFigures(scope, (figures) => figures.from);
  const live = useIsLive();
  if (error !== null && seq === undefined) {
    return (
      <section
        aria-label={t('live.figures.label')}
        className="h-full overflow-hidden rounded-lg border border-line bg-surface"
      >
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
      className="grid h-full auto-rows-fr grid-cols-6 gap-2 wide:gap-3 @max-[860px]:grid-cols-3"
    >
      {FIGURES.map((name) => (
        <FigureCard key={name} name={name} scope={scope} />
      ))}
    </section>
  );
}
