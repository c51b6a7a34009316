import { useQuery } from '@tanstack/react-query';
import { bridge } from '../../bridge/client.ts';
import { useTimeZone } from '../../stores/session.ts';

/** How often the month is priced anew while usage comes in, ms. */
export const READ_MS = 2_000;

/** The plan, and what the month costs. */
export function useBilling() {
  const timeZone = useTimeZone();
  return useQuery({
    queryKey: ['billing', 'state', timeZone],
    queryFn: () => bridge.call('billing.state', {}),
    meta: { intervalMs: READ_MS },
  });
}
