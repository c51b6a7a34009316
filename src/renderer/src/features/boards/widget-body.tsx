import { Puzzle } from 'lucide-react';
import { memo, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '#shared/bridge/live.ts';
import type { BoardWidget } from '#shared/domain/boards.ts';
import { Skeleton } from '../../components/states.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import type { WidgetDefinition } from '../../lib/feature.ts';
import { useSession } from '../../stores/session.ts';

/** Returns the declaration of a widget; undefined for a kind of another version, and for data that the user may not read. */
export function useWidgetDefinition(kind: string): WidgetDefinition | undefined {
  const definition = useCatalog().widgets[kind];
  const permissions = useSession(({ session }) => session?.permissions);
  if (definition === undefined) return undefined;
  const { permission } = definition;
  return permission === null || permissions?.includes(permission) ? definition : undefined;
}

/** A widget with the board's scope. Where it cannot be shown, a quiet placeholder stands in its place. */
export const WidgetBody = memo(function WidgetBody({
  widget: { kind, options },
  scope,
}: {
  readonly widget: Pick<BoardWidget, 'kind' | 'options'>;
  readonly scope: Scope;
}): ReactNode {
  const { t } = useTranslation();
  const known = useCatalog().widgets[kind] !== undefined;
  const definition = useWidgetDefinition(kind);
  if (definition === undefined)
    return (
      <div className="flex h-full flex-col items-center justify-center gap-1.5 rounded-lg border border-dashed border-line-strong p-3 text-center text-xs text-ink-3">
        <Puzzle size={16} aria-hidden />
        {known ? t('boards.notAllowed') : t('boards.unknownKind')}
      </div>
    );
  const { component: Component } = definition;
  return (
    <Suspense fallback={<Skeleton className="h-full" />}>
      <Component scope={scope} options={options} />
    </Suspense>
  );
});
