// `npm run gateway -- ARGS`: runs the gateway's command line. Only the gateway writes to stdout.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIsFresh } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { loadEnvFile } from './lib/env.mjs';
import { outDir, productEnv, productNode, root } from './lib/paths.mjs';
import { exitCodeOf } from './lib/process.mjs';
import { runMain, sayOnStderr } from './lib/say.mjs';

/** Commands that run until they are stopped. They get an IPC channel and stop when it closes. */
const longRunning = new Set(['serve', 'demo']);

sayOnStderr();
await runMain(async () => {
  loadEnvFile();
  await ensureDependencies();
  const args = process.argv.slice(2);
  const cli = buildIsFresh() ? join(outDir, 'main/gateway.js') : join(root, 'src/gateway/cli.ts');
  const stdio = ['inherit', 'inherit', 'inherit', ...(longRunning.has(args[0]) ? ['ipc'] : [])];
  const child = spawn(productNode(), [cli, ...args], { env: productEnv(), stdio });
  // A terminal sends Ctrl-C to both processes. Let the child handle it, and wait for the child.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => done(exitCodeOf(code, signal)));
  });
});
