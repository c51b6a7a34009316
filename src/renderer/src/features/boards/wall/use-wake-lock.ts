import { useEffect } from 'react';

/** Keeps the screen on while it is shown, where the browser can. It lets go by itself when the window is hidden. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return;
    let ended = false;
    let lock: WakeLockSentinel | null = null;
    const take = (): void => {
      if (document.visibilityState !== 'visible' || (lock !== null && !lock.released)) return;
      navigator.wakeLock.request('screen').then(
        (taken) => {
          lock = taken;
          if (ended) void taken.release();
        },
        // Without it, the screen follows the settings of the computer.
        () => undefined,
      );
    };
    take();
    document.addEventListener('visibilitychange', take);
    return () => {
      ended = true;
      document.removeEventListener('visibilitychange', take);
      if (lock !== null && !lock.released) void lock.release().catch(() => undefined);
    };
  }, []);
}
