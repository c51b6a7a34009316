import { useEffect, useState } from 'react';

/** After how long without news of a drag it has ended, ms: a page hears of one at least three times a second. */
const ENDED_MS = 600;

/**
 * Keeps the browser from opening a file in place of the page when it is dropped where nothing takes it. Returns whether a file is
 * over such a place now.
 */
export function useDropGuard(): boolean {
  const [astray, setAstray] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const end = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      setAstray(false);
    };
    const over = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      // Somebody takes it, or says that it does not.
      if (event.defaultPrevented || isFileField(event.target)) {
        end();
        return;
      }
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(end, ENDED_MS);
      setAstray(true);
    };
    const drop = (event: DragEvent): void => {
      end();
      if (event.dataTransfer?.types.includes('Files') && !isFileField(event.target)) event.preventDefault();
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      end();
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return astray;
}

function isFileField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'file';
}
