import { useEffect, useRef } from 'react';
import { askForScans, type ScanHandler, type ScanPlace } from '../stores/scans.ts';

/**
 * Takes the codes that are scanned while mounted, also while the focus is in a text field, which then keeps what it held. Of several
 * components the one mounted last gets them; with `enabled` false, none do. A page (`place`) gets none while a dialog is open. `bridge.call('inventory.find_code')` reads them.
 */
export function useScans(handler: ScanHandler, enabled = true, place: ScanPlace = 'dialog'): void {
  const current = useRef(handler);
  current.current = handler;
  useEffect(
    () => (enabled ? askForScans((text) => current.current(text), place) : undefined),
    [enabled, place],
  );
}
