import { useCallback, useRef } from 'react';
import { useNavigate } from 'react-router';
import { barcodeOf, MAX_CODE } from '#shared/domain/barcodes.ts';
import { bridge } from '../../bridge/client.ts';
import { useCatalog } from '../../hooks/use-catalog.ts';
import { failureWords } from '../../i18n/errors.ts';
import { beep } from '../../lib/beep.ts';
import { useCan } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';
import { useUi } from '../../stores/ui.ts';
import { type Found, openNewItem, useCodesUi } from './ui.ts';

/** The toast about the last scan: the next one takes its place. */
const TOAST = 'scan';

/** Returns a function that opens the item of a scanned code, asks which of several, or says that there is none. */
export function useFollow(): (text: string) => Promise<void> {
  const navigate = useNavigate();
  const { pathOf } = useCatalog();
  const canCreate = useCan('inventory:write');
  const newest = useRef(0);
  return useCallback(
    async (text) => {
      newest.current += 1;
      const turn = newest.current;
      try {
        const found = await bridge.call('inventory.find_code', { text: text.slice(0, MAX_CODE) });
        // A code that was scanned meanwhile decides where to go.
        if (turn !== newest.current || found.code === null) return;
        const [only] = found.matches;
        if (useUi.getState().scanner.sound) beep(only !== undefined);
        if (only === undefined) sayUnknown(found.code, canCreate);
        else if (found.matches.length > 1) useCodesUi.setState({ choice: found });
        else {
          const path = pathOf({ kind: 'item', id: only.item.id });
          if (path !== null) void navigate(path);
          sayLot(found);
        }
      } catch (error) {
        toast({ id: TOAST, tone: 'crit', ...failureWords(error) });
      }
    },
    [navigate, pathOf, canCreate],
  );
}

function sayUnknown(code: NonNullable<Found['code']>, canCreate: boolean): void {
  const barcode = barcodeOf(code);
  toast({
    id: TOAST,
    tone: 'warn',
    title: ({ t }) => t('codes.unknown', { code: barcode }),
    body: ({ t }) => t('codes.unknownBody'),
    ...(canCreate && {
      sticky: true,
      actions: [{ label: ({ t }) => t('codes.create'), run: () => openNewItem(barcode) }],
    }),
  });
}

/** Says what the code told besides the item, while its page is looked at. */
function sayLot({ code, matches }: Found): void {
  if (code?.lot === undefined && code?.expiresOn === undefined) return;
  const { lot, expiresOn } = code;
  toast({
    id: TOAST,
    tone: 'neutral',
    title: () => matches[0]?.item.name ?? '',
    body: ({ t }) =>
      [
        lot === undefined ? '' : t('codes.lot', { lot }),
        expiresOn === undefined ? '' : t('codes.useBy', { day: expiresOn }),
      ]
        .filter(Boolean)
        .join(' · '),
  });
}
