import { useQuery } from '@tanstack/react-query';
import { DEFAULT_MESSAGE_LIMIT } from '#shared/domain/chat.ts';
import { bridge } from '../bridge/client.ts';

/** The longest message that the workspace takes, UTF-16 units, as the gateway last said. */
export function useMessageLimit(): number {
  const { data } = useQuery({ queryKey: ['limits'], queryFn: () => bridge.call('chat.limits', {}) });
  return data?.maxMessageLength ?? DEFAULT_MESSAGE_LIMIT;
}
