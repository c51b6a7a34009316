import { useQuery } from '@tanstack/react-query';
import { DEFAULT_MESSAGE_LIMIT } from '#shared/domain/chat.ts';
import { bridge } from '../bridge/client.ts';

const LIMITS = { queryKey: ['limits'], queryFn: () => bridge.call('chat.limits', {}) };

/** The longest message that the workspace takes, UTF-16 units, as the gateway last said. */
export function useMessageLimit(): number {
  return useQuery(LIMITS).data?.maxMessageLength ?? DEFAULT_MESSAGE_LIMIT;
}

/** How long messages are kept, days, as the gateway last said; 0 for ever, null while it is not known. */
export function useMessageRetention(enabled: boolean): number | null {
  return useQuery({ ...LIMITS, enabled }).data?.messageRetentionDays ?? null;
}
