// Commits to a gateway's database at a steady rate until it is told to stop over IPC, as another process would. It does not
// wait for the disk: what matters is how often the database changes under whoever reads it.
import { z } from 'zod';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { openGatewayData } from '../support/gateway-data.ts';
import { runNow } from '../support/run-now.ts';

const [folder, perSecond, fillMb] = process.argv.slice(2);
const data = await openGatewayData(folder ?? '');
data.sql.raw.pragma('synchronous = OFF');
const filler = 'x'.repeat(2000);

function commit(events: number): void {
  runNow(data.executor, SYSTEM_PRINCIPAL, Date.now(), (context) => {
    for (let n = 0; n < events; n += 1)
      context.emit('admin.setting_changed', { setting: { key: 'k', value: filler } });
  });
}

for (let n = 0; n < Number(fillMb); n += 1) commit(450);
const rate = Number(perSecond);
const started = performance.now();
let commits = 0;
const timer = setInterval(() => {
  for (const due = ((performance.now() - started) * rate) / 1000; commits < due; commits += 1) commit(1);
}, 2);

process.on('message', (message) => {
  const reply = { head: data.log.head(), commits, ms: performance.now() - started };
  if (z.literal('stop').safeParse(message).success) {
    clearInterval(timer);
    data.close();
    process.send?.(reply, () => process.disconnect());
  } else process.send?.(reply);
});
process.send?.({ head: data.log.head(), commits, ms: 0 });
