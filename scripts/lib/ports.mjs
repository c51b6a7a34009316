import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const file = (dataDir) => join(dataDir, 'gateway-port');

function isFree(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

/**
 * Returns the embedded gateway's last port if it is free, otherwise 0 (any). The console's sign-in, cache and outbox belong
 * to a server address, so on another port the user would be signed out, with an empty cache and unsent commands left behind.
 */
export async function gatewayPort(dataDir) {
  let port = 0;
  try {
    port = Number(readFileSync(file(dataDir), 'utf8'));
  } catch {
    return 0;
  }
  return Number.isInteger(port) && port > 0 && port < 65536 && (await isFree(port)) ? port : 0;
}

/** Remembers the gateway's port for the next start. */
export function rememberGatewayPort(dataDir, port) {
  writeFileSync(file(dataDir), `${port}\n`);
}
