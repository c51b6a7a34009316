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
 * The port the embedded gateway had last time, if it is free, else 0 (any). The console keeps its session and its cache
 * per server address, so a gateway that moved would be a stranger: signed out, nothing cached, commands left unsent.
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

/** Remembers it for the next start. */
export function rememberGatewayPort(dataDir, port) {
  writeFileSync(file(dataDir), `${port}\n`);
}
