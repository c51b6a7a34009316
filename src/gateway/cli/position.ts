import type { Snapshot } from '../backup/index.ts';

/** What a database holds, in words. */
export function inWords({ logId, head, migrations }: Snapshot): string {
  return `log ${logId ?? 'none'}, head ${head}, schema ${migrations.toSorted().at(-1) ?? 'none'}`;
}
