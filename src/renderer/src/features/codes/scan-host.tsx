import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef } from 'react';
import { listenForScans } from '../../keyboard/wedge.ts';
import { scanHandler } from '../../stores/scans.ts';
import { toast } from '../../stores/toasts.ts';
import { useUi } from '../../stores/ui.ts';
import { useCodesUi } from './ui.ts';
import { useFollow } from './use-follow.ts';

const CameraDialog = lazy(() => import('./camera/camera-dialog.tsx'));
const LabelsDialog = lazy(() => import('./labels/labels-dialog.tsx'));
const ChoiceDialog = lazy(() => import('./choice-dialog.tsx'));

const isDialogOpen = (): boolean =>
  document.querySelector('[role="dialog"][data-state="open"]:not([data-popover])') !== null;

/** Listens for scanners while a user is signed in, and shows the dialogs about codes. The shell renders it once. */
export function ScanHost(): ReactNode {
  const follow = useFollow();
  const onScan = useCallback(
    (text: string) => {
      const handler = scanHandler(isDialogOpen());
      if (handler !== null) handler(text);
      else if (isDialogOpen())
        toast({ id: 'scan', tone: 'neutral', title: ({ t }) => t('codes.dialogOpen', { code: text }) });
      else void follow(text);
    },
    [follow],
  );
  useScanListener(onScan);
  const camera = useCodesUi((state) => state.camera);
  const labels = useCodesUi((state) => state.labels);
  const choice = useCodesUi((state) => state.choice);
  return (
    <Suspense fallback={null}>
      {camera && <CameraDialog onFollow={(text) => void follow(text)} />}
      {labels !== null && <LabelsDialog key={labels.join()} itemIds={labels} />}
      {choice !== null && <ChoiceDialog found={choice} />}
    </Suspense>
  );
}

/** The one listener for scanners of the window. */
function useScanListener(onScan: (text: string) => void): void {
  const current = useRef(onScan);
  current.current = onScan;
  useEffect(
    () =>
      listenForScans(window, {
        settings: () => {
          const { scanner } = useUi.getState();
          return scanner.on ? scanner : null;
        },
        takesFromFields: () => scanHandler(isDialogOpen()) !== null,
        onScan: (text) => current.current(text),
      }),
    [],
  );
}
