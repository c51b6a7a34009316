import { HEARTBEAT_MS } from './streams.ts';

/** How long a line may be silent before the page takes it for broken, ms. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;

/**
 * The part of the page's script about a line that breaks without a word: a computer that goes offline or to sleep, or a proxy that
 * forgets a connection. The page says so, and opens another with increasing delays, at once when the computer is online again.
 */
export const LINE_SCRIPT = `
  const SILENCE_MS = ${SILENCE_MS};
  let silenceTimer = 0;

  function heard() {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(broken, SILENCE_MS);
  }

  function broken() {
    if (!source) return;
    source.close();
    state('lost', WORDS.lost);
    resumeLater();
  }

  function resumeLater() {
    clearTimeout(silenceTimer);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => { void resume(); }, retryMs);
    retryMs = Math.min(30000, retryMs * 2);
  }

  addEventListener('offline', broken);
  addEventListener('online', () => {
    retryMs = 1000;
    if (source && source.readyState === EventSource.CLOSED) resumeLater();
  });
`;
