import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { withParams } from '../lib/params.ts';

/** The parameters of the page's address. A change of them replaces the entry in the history. */
export function useAddress(): {
  readonly params: URLSearchParams;
  readonly replace: (params: URLSearchParams) => void;
  /** Sets a parameter; the empty string takes it away. */
  readonly put: (name: string, value: string) => void;
} {
  const [params, setParams] = useSearchParams();
  const replace = useCallback(
    (next: URLSearchParams): void => setParams(next, { replace: true }),
    [setParams],
  );
  const put = useCallback(
    (name: string, value: string): void =>
      setParams((before) => withParams(before, { [name]: value }), { replace: true }),
    [setParams],
  );
  return { params, replace, put };
}

/** What narrows a list, kept in the page's address. `read` and `write` are functions of a module. */
export function useAddressFilters<F>(
  read: (params: URLSearchParams) => F,
  write: (params: URLSearchParams, change: Partial<F>) => URLSearchParams,
): {
  readonly filters: F;
  readonly address: string;
  readonly onFilters: (change: Partial<F>) => void;
  /** Shows the list without filters. */
  readonly onClear: () => void;
} {
  const [params, setParams] = useSearchParams();
  const address = params.toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what is read
  const filters = useMemo(() => read(params), [address, read]);
  const onFilters = useCallback(
    (change: Partial<F>) => setParams((before) => write(before, change), { replace: true }),
    [setParams, write],
  );
  const onClear = useCallback(() => setParams(new URLSearchParams(), { replace: true }), [setParams]);
  return { filters, address, onFilters, onClear };
}
