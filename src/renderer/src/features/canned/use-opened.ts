import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** The record that the address names: an id, `new`, or null for none. */
export interface Opened {
  readonly id: string | null;
  readonly open: (id: string | null) => void;
}

/** The address of what is open, and of what narrows the list. */
export function useOpened(): Opened & {
  readonly params: URLSearchParams;
  /** Changes what narrows the list; the empty string takes it away. */
  readonly put: (name: string, value: string) => void;
} {
  const [params, setParams] = useSearchParams();
  const put = useCallback(
    (name: string, value: string): void =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const open = useCallback((id: string | null) => put('open', id ?? ''), [put]);
  return { id: params.get('open'), open, params, put };
}
