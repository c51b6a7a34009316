import { useQuery } from '@tanstack/react-query';
import type { ListedView } from '#shared/bridge/views.ts';
import type { ViewContent, ViewPage } from '#shared/domain/views.ts';
import { bridge } from '../../bridge/client.ts';
import { useCan } from '../../stores/session.ts';

/** What a page shows, and the view that it began with. */
export interface ShownView {
  readonly page: ViewPage;
  /** The name of "no view": all stock, all orders. */
  readonly allLabel: string;
  /** The view that the address names; null for none. */
  readonly viewId: string | null;
  /** The version of the view that the user has changed on screen; null if it is shown as it was saved. */
  readonly base: number | null;
  readonly content: ViewContent;
  /** Shows a view as it is saved, or everything. */
  readonly onOpen: (viewId: string | null) => void;
}

/** The views of a page that the user sees; undefined until they are read. */
export function useViews(page: ViewPage): readonly ListedView[] | undefined {
  const allowed = useCan('views:read');
  const query = useQuery({
    queryKey: ['views', 'list', page],
    queryFn: () => bridge.call('views.list', { page }),
    enabled: allowed,
  });
  return query.data?.views ?? (allowed ? undefined : NONE);
}

const NONE: readonly ListedView[] = [];
