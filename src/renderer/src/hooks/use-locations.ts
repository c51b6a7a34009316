import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { bridge } from '../bridge/client.ts';

/** Returns the shop's locations, warehouses first: that is where deliveries usually go. */
export function useLocations() {
  const { data } = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
  });
  return useMemo(
    () =>
      (data?.locations ?? []).toSorted(
        (a, b) => Number(b.kind === 'warehouse') - Number(a.kind === 'warehouse'),
      ),
    [data],
  );
}
