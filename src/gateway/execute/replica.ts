import type { Logger } from 'pino';
import type { StorageOwner, WritableSql } from '../kernel.ts';
import { EventLog } from '../log/index.ts';
import { Memos } from './memos.ts';
import { CommitRecordSchema, collectAppliers } from './records.ts';
import { Transactions } from './transactions.ts';

/** Applies the commit records of another gateway to a database. */
export interface Replica {
  /**
   * Applies the next record in one transaction. Throws without changing anything if the record is malformed or does not
   * follow on the head of the log.
   */
  apply(record: unknown): void;
}

/** Creates a replica on a migrated database. `owners` are those of the gateway that wrote the records. */
export function createReplica(options: {
  readonly sql: WritableSql;
  readonly owners: readonly StorageOwner[];
  readonly logger: Logger;
}): Replica {
  const { sql, owners, logger } = options;
  const log = new EventLog(sql);
  const appliers = collectAppliers(owners);
  const transactions = new Transactions({ sql, log, memos: new Memos(sql), appliers, logger, names: false });
  return {
    apply(input) {
      const { after, entries } = CommitRecordSchema.parse(input);
      transactions.run(() => {
        if (log.position() !== after)
          throw new Error(`the record follows on ${after}, but the log is at ${log.position()}`);
        for (const entry of entries) {
          if ('event' in entry) {
            const { seq, ...draft } = entry.event;
            const event = transactions.append(draft);
            if (event.seq !== seq) throw new Error(`event ${seq} of the record came as ${event.seq}`);
          } else {
            const write = appliers.writes.get(entry.write);
            if (!write) throw new Error(`this version does not know the write ${entry.write}`);
            transactions.write({ ...write, apply: write.replay }, entry.data);
          }
        }
      });
    },
  };
}
