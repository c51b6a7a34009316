import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { openSql } from '../../src/gateway/db/open.ts';
import { demoModule } from '../../src/gateway/demo/index.ts';
import { createReplica } from '../../src/gateway/execute/index.ts';
import { KERNEL_STORAGE, migrateTo, migrationsWith } from '../../src/gateway/migrations.ts';
import { MODULES } from '../../src/gateway/modules.ts';

/** Applies commit records, one as JSON per line, to a new database: `apply-records-child.ts RECORDS DATABASE`. */
const [records, database] = process.argv.slice(2);
if (!records || !database) throw new Error('usage: apply-records-child.ts RECORDS DATABASE');
await migrateTo(database, 'latest', migrationsWith([demoModule]));
const sql = openSql(database);
const replica = createReplica({
  sql,
  owners: [...KERNEL_STORAGE, ...MODULES, demoModule],
  logger: pino({ level: 'silent' }),
});
for await (const line of createInterface({ input: createReadStream(records) }))
  replica.apply(JSON.parse(line));
sql.close();
