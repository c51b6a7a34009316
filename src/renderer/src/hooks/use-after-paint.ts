import { startTransition, useEffect, useState } from 'react';
import { painted } from '../lib/painted.ts';

/** Returns a value as it was in the last frame: what depends on it is drawn after everything else. */
export function useAfterPaint<T>(value: T): T {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    let wanted = true;
    // The frame is drawn after its callbacks.
    void painted().then(() => setTimeout(() => wanted && startTransition(() => setShown(value))));
    return () => {
      wanted = false;
    };
  }, [value]);
  return shown;
}
