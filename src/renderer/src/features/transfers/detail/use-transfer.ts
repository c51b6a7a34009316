import { useQuery } from '@tanstack/react-query';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { bridge } from '../../../bridge/client.ts';

/** A transfer as it stands with the user's unsettled commands. */
export type TransferData = NonNullable<MethodOutput<'transfers.transfer'>['transfer']>;

/** Reads a transfer; again when it or what is available of its items changes. */
export function useTransfer(transferId: string) {
  return useQuery({
    queryKey: ['transfer_levels', 'transfer', transferId],
    queryFn: () => bridge.call('transfers.transfer', { transferId }),
    meta: { intervalMs: 500 },
  });
}

/** Returns the start of a list of names, for a sentence. */
export function namesOf(rows: readonly { readonly name: string; readonly quantity: number }[]): string {
  const first = rows.slice(0, 5).map(({ name, quantity }) => `${quantity} × ${name}`);
  return rows.length > 5 ? `${first.join(', ')} …` : first.join(', ');
}
