// Applies the event of a command and is killed between the two commits: after the cache's, before the outbox file's.
import { applyOwn, furnish, openOwn, submit } from '../support/own-commands.ts';

const opened = openOwn(process.argv[2] ?? '');
furnish(opened);
const [id = ''] = submit(opened, 1);
Object.defineProperty(opened.outbox, 'settle', {
  value: () => {
    process.stdout.write(`${id}\n`);
    process.kill(process.pid, 'SIGKILL');
  },
});
applyOwn(opened, id, 1);
throw new Error('nothing was settled');
