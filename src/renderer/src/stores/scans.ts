/** Takes the text of a scanned code. */
export type ScanHandler = (text: string) => void;

interface Asking {
  readonly handler: ScanHandler;
  readonly place: ScanPlace;
}
/** Where scans are asked for: a page gets none while a dialog is open in front of it. */
export type ScanPlace = 'dialog' | 'page';

const asking: Asking[] = [];

/** Has scans sent to a handler until the returned function is called. The newest handler gets them. */
export function askForScans(handler: ScanHandler, place: ScanPlace = 'dialog'): () => void {
  const own = { handler, place };
  asking.push(own);
  return () => {
    const at = asking.lastIndexOf(own);
    if (at >= 0) asking.splice(at, 1);
  };
}

/** Returns who gets the next scan; null if nobody has asked. `behindDialog`: a dialog is open in front of the page. */
export function scanHandler(behindDialog = false): ScanHandler | null {
  return asking.findLast(({ place }) => place === 'dialog' || !behindDialog)?.handler ?? null;
}
