import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const file = (dataDir, name) => join(dataDir, `${name}-port`);

function isFree(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

function remembered(dataDir, name) {
  try {
    const port = Number(readFileSync(file(dataDir, name), 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65536 ? port : 0;
  } catch {
    return 0;
  }
}

/**
 * Returns the last port of `gateway` or `console` if it is free, otherwise 0 (any), and the port that another program has taken.
 *
 * The console's sign-in, cache and outbox belong to the gateway's address: on another port the user would be signed out, with an
 * empty cache and unsent commands left behind. Open tabs and bookmarks belong to the console's address.
 */
export async function lastPort(dataDir, name) {
  const port = remembered(dataDir, name);
  if (port === 0) return { port: 0, taken: undefined };
  return (await isFree(port)) ? { port, taken: undefined } : { port: 0, taken: port };
}

/** Remembers a port for the next start. */
export function rememberPort(dataDir, name, port) {
  writeFileSync(file(dataDir, name), `${port}\n`);
}
