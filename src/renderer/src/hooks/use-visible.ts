import { useSyncExternalStore } from 'react';

function watch(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
const read = (): boolean => document.visibilityState === 'visible';

/** Whether the window is visible. */
export function useVisible(): boolean {
  return useSyncExternalStore(watch, read);
}
