import { useEffect } from 'react';
import { bridge } from '../../bridge/client.ts';

/** Input within this interval is told once, ms. */
const EVERY_MS = 10_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells main that the user uses this window, at most every few seconds. */
export function useActivity(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    let told = Number.NEGATIVE_INFINITY;
    const tell = (): void => {
      const now = performance.now();
      if (now - told < EVERY_MS) return;
      told = now;
      // A window that cannot reach main tells nobody; the next input tries again.
      bridge.call('assignment.active', {}).catch(() => undefined);
    };
    tell();
    for (const name of INPUTS) window.addEventListener(name, tell, { capture: true, passive: true });
    return () => {
      for (const name of INPUTS) window.removeEventListener(name, tell, { capture: true });
    };
  }, [wanted]);
}
