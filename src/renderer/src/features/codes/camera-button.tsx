import { ScanBarcode } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/button.tsx';
import { useHasCamera } from '../../hooks/use-has-camera.ts';
import { openCamera } from './ui.ts';

/** Opens the camera to scan; nothing where there is no camera. */
export function CameraButton(): ReactNode {
  const { t } = useTranslation();
  return useHasCamera() ? (
    <IconButton icon={ScanBarcode} label={t('codes.camera.open')} onClick={openCamera} />
  ) : null;
}
