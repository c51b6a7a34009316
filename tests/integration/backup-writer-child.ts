// Commits to a gateway's database at a steady rate until it is told to stop over IPC, as another process would. It does not
// wait for the disk: what matters is how often the database changes under whoever reads it.
import { z } from 'zod';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { openGatewayData } from '../support/gateway-data.ts';

const [folder, perSecond, fillMb] = process.argv.slice(2);
const data = await openGatewayData(folder ?? '');
data.sql.raw.pragma('synchronous = OFF');
const filler = 'x'.repeat(2000);

function commit(events: number): Promise<void> {
  const done = data.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) => {
    for (let n = 0; n < events; n += 1)
      context.emit('admin.setting_changed', { setting: { key: 'k', value: filler } });
  });
  // At once, unless the backup holds the database just now: then as soon as it lets go.
  data.executor.flush();
  return done;
}

for (let n = 0; n < Number(fillMb); n += 1) await commit(450);
const rate = Number(perSecond);
const started = performance.now();
let asked = 0;
let commits = 0;
let last = Promise.resolve();
const timer = setInterval(() => {
  for (const due = ((performance.now() - started) * rate) / 1000; asked < due; asked += 1)
    last = commit(1).then(() => {
      commits += 1;
    });
}, 2);

process.on('message', async (message) => {
  const stops = z.literal('stop').safeParse(message).success;
  if (stops) {
    clearInterval(timer);
    await last;
  }
  const reply = { head: data.log.head(), commits, ms: performance.now() - started };
  if (stops) {
    data.close();
    process.send?.(reply, () => process.disconnect());
  } else process.send?.(reply);
});
process.send?.({ head: data.log.head(), commits, ms: 0 });
