import { Printer, ScanBarcode } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { codes as de } from '../../locales/de/codes.ts';
import { codes as en } from '../../locales/en/codes.ts';
import { openCamera } from './ui.ts';

export { BarcodeField } from './barcode-field.tsx';
export { CameraButton } from './camera-button.tsx';
export { BarcodeFacts } from './facts.tsx';
export { ScanHost } from './scan-host.tsx';
export { openLabels, useCodesUi } from './ui.ts';

/** Scanners, the camera, barcodes and labels. */
export const codes: FeatureDefinition<typeof en> = {
  name: 'codes',
  words: { en, de },
  actions: [
    {
      id: 'codes.camera',
      label: 'actions.scanCamera',
      icon: ScanBarcode,
      run: async () => openCamera(),
    },
  ],
  selectionActions: [
    {
      id: 'labels',
      label: 'selection.actions.labels',
      icon: Printer,
      order: 60,
      permission: 'inventory:read',
      dialog: lazy(() => import('./labels/selected.tsx')),
    },
  ],
  topics: { labels: {} },
};
