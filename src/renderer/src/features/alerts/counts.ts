import { queryOptions } from '@tanstack/react-query';
import { bridge } from '../../bridge/client.ts';

/**
 * The numbers of open alerts. A topic of its own: they do not depend on the stock, and follow alerts at once, because reading a few
 * counters costs next to nothing.
 */
export const ALERT_COUNTS = queryOptions({
  queryKey: ['alert_counts'],
  queryFn: () => bridge.call('alerts.counts', {}),
  meta: { intervalMs: 30, cheap: true },
});
