import { openFileSecrets } from '../../src/main/hosts/browser/secrets.ts';
import { systemClock } from '../../src/main/hosts/system.ts';
import { startTestHost } from './console.ts';
import { recordLog } from './log.ts';

/** A process with the browser host on a fake engine: `host-process.ts DATA_DIR PORT`. Prints its one-time link. */
const [data = '', port = '0'] = process.argv.slice(2);
const secrets = await openFileSecrets({ paths: { data }, clock: systemClock, logger: recordLog() });
const { host } = await startTestHost({ data, port: Number(port), secrets });
console.log(`console ready at ${host.link()}`);
