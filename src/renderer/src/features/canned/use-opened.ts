import { useCallback } from 'react';
import { useAddress } from '../../hooks/use-address.ts';

/** The record that the address names: an id, `new`, or null for none. */
export interface Opened {
  readonly id: string | null;
  readonly open: (id: string | null) => void;
}

/** The address of what is open, and of what narrows the list. */
export function useOpened(): Opened & ReturnType<typeof useAddress> {
  const address = useAddress();
  const { params, put } = address;
  const open = useCallback((id: string | null) => put('open', id ?? ''), [put]);
  return { ...address, id: params.get('open'), open };
}
