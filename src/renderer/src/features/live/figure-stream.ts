import { useEffect, useState } from 'react';
import type { Scope } from '#shared/bridge/live.ts';
import { type BridgeCallError, bridge } from '../../bridge/client.ts';
import { painted } from '../../lib/painted.ts';
import { receiveFigures, scopeKey } from '../../stores/figures.ts';
import { ownedByUser } from '../../stores/owned.ts';

/** The stream of a scope's figures, which all widgets that show them share. */
interface Watched {
  readonly listeners: Set<(error: BridgeCallError | null) => void>;
  readonly stop: () => void;
}

const watched = new Map<string, Watched>();
ownedByUser('watched', () => {
  for (const { stop } of watched.values()) stop();
  watched.clear();
});

function watch(scope: Scope): Watched {
  const listeners: Watched['listeners'] = new Set();
  const tell = (error: BridgeCallError | null): void => {
    for (const listener of listeners) listener(error);
  };
  // The next item arrives after the last one was painted.
  const stop = bridge.watch(
    'live.figures',
    scope,
    (figures) => {
      receiveFigures(figures);
      return painted();
    },
    tell,
  );
  return { listeners, stop };
}

/** Watches the figures of a scope while it is shown. Returns why the stream has ended. */
export function useFigureStream(scope: Scope): BridgeCallError | null {
  const [error, setError] = useState<BridgeCallError | null>(null);
  useEffect(() => {
    setError(null);
    const key = scopeKey(scope);
    const stream = watched.get(key) ?? watch(scope);
    watched.set(key, stream);
    stream.listeners.add(setError);
    return () => {
      stream.listeners.delete(setError);
      if (stream.listeners.size > 0) return;
      stream.stop();
      if (watched.get(key) === stream) watched.delete(key);
    };
  }, [scope]);
  return error;
}
