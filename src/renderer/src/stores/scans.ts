/** Takes the text of a scanned code. */
export type ScanHandler = (text: string) => void;

const asking: ScanHandler[] = [];

/** Has scans sent to a handler until the returned function is called. The newest handler gets them. */
export function askForScans(handler: ScanHandler): () => void {
  asking.push(handler);
  return () => {
    const at = asking.lastIndexOf(handler);
    if (at >= 0) asking.splice(at, 1);
  };
}

/** Returns who gets the next scan; null if nobody has asked. */
export function scanHandler(): ScanHandler | null {
  return asking.at(-1) ?? null;
}
