import { useEffect, useRef } from 'react';
import type { Scope } from '#shared/bridge/live.ts';
import { useScopedFigures } from '../../stores/figures.ts';

/**
 * Calls `refetch` whenever the period of the scope's figures has moved on. Otherwise a chart would, while nothing is sold, show
 * another period than the figures above it.
 */
export function useFollowPeriod(scope: Scope, refetch: () => Promise<unknown>): void {
  const from = useScopedFigures(scope, (figures) => figures.from);
  const shown = useRef(from);
  useEffect(() => {
    if (shown.current === from) return;
    shown.current = from;
    void refetch();
  }, [from, refetch]);
}
