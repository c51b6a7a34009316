import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** The longest path of a socket that every system takes, bytes. */
const MAX_PATH = 100;
const ANSWER_MS = 3_000;

/** Returns where the launcher of a data folder answers others, or undefined where there is no place that only its user can reach. */
export function launcherSocket(dataDir, platform = process.platform) {
  const path = join(dataDir, 'launch.sock');
  return platform === 'win32' || Buffer.byteLength(path) > MAX_PATH ? undefined : path;
}

/**
 * Asks the launcher that runs on a data folder where its console is, with a link that admits one browser. Returns undefined if none
 * answers.
 *
 * @param {string} dataDir
 * @param {number} [answerMs]
 * @returns {Promise<{ address?: string } | undefined>}
 */
export function askRunning(dataDir, answerMs = ANSWER_MS) {
  const path = launcherSocket(dataDir);
  if (path === undefined) return Promise.resolve(undefined);
  return new Promise((done) => {
    let text = '';
    const socket = connect(path);
    const end = (answer) => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(answerMs, () => end(undefined));
    socket.on('error', () => end(undefined));
    socket.on('data', (part) => {
      text += part;
      if (text.length > 10_000) end(undefined);
    });
    socket.on('end', () => end(parse(text)));
  });
}

function parse(text) {
  try {
    const { address } = JSON.parse(text);
    if (typeof address === 'string' && /^(?:http:\/\/\S+|its own window)$/.test(address)) return { address };
    return {};
  } catch {
    return undefined;
  }
}

/**
 * Answers a second launcher on the same data folder from now on. `addressOf` returns where the console is, undefined while it
 * starts. The folder is the user's own, and so is the socket.
 *
 * @param {string} dataDir
 * @param {() => Promise<string | undefined>} addressOf
 * @returns {() => void} a function that stops answering
 */
export function answerOthers(dataDir, addressOf) {
  const path = launcherSocket(dataDir);
  if (path === undefined) return () => {};
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // Left by a launcher that was killed: nobody answers there.
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    addressOf().then(
      (address) => socket.end(JSON.stringify({ address })),
      () => socket.end('{}'),
    );
  });
  // Without a socket, a second launcher finds the first by its locks, as late as before.
  server.on('error', () => {});
  server.listen(path, () => chmodSync(path, 0o600));
  server.unref();
  return () => {
    server.close();
    rmSync(path, { force: true });
  };
}
