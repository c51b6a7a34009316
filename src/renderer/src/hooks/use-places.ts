import { useQuery } from '@tanstack/react-query';
import { bridge } from '../bridge/client.ts';

/** Reads the locations and categories that stock can be chosen by. */
export function usePlaces() {
  return useQuery({ queryKey: ['inventory', 'facets'], queryFn: () => bridge.call('inventory.facets', {}) });
}
