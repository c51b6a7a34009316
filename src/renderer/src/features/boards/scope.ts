import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Scope } from '#shared/bridge/live.ts';
import { CalendarDay, type TimeWindow, WINDOWS } from '#shared/domain/time.ts';

const DEFAULT_WINDOW: TimeWindow = '24h';

/** Returns the scope that stands in the page's address; the default where it makes no sense. */
export function scopeIn(search: URLSearchParams): Scope {
  const text = (name: string): string => search.get(name) ?? '';
  const [from, to] = [CalendarDay.safeParse(text('from')), CalendarDay.safeParse(text('to'))];
  const window =
    from.success && to.success
      ? { from: from.data, to: to.data }
      : (WINDOWS.find((name) => name === text('window')) ?? DEFAULT_WINDOW);
  const locationId = text('location').slice(0, 200);
  return locationId === '' ? { window } : { window, locationId };
}

/** Returns the address of a scope. */
export function searchOf({ window, locationId }: Scope): Record<string, string> {
  return {
    ...(typeof window === 'string' ? { window } : window),
    ...(locationId === undefined ? {} : { location: locationId }),
  };
}

/** Returns the page's scope and a function that changes it. The scope is the same object until it changes. */
export function useScope(): readonly [Scope, (scope: Scope) => void] {
  const [params, setParams] = useSearchParams();
  const address = params.toString();
  const scope = useMemo(() => scopeIn(new URLSearchParams(address)), [address]);
  const change = (next: Scope): void =>
    setParams(
      (before) => {
        const board = before.get('board');
        return { ...(board === null ? {} : { board }), ...searchOf(next) };
      },
      { replace: true },
    );
  return [scope, change];
}
