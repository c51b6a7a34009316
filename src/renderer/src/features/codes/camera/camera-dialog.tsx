import { CameraOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/overlay.tsx';
import { cx } from '../../../lib/cx.ts';
import { scanHandler } from '../../../stores/scans.ts';
import { useCodesUi } from '../ui.ts';
import { type CameraProblem, openCameraOn } from './camera.ts';
import { startReader } from './reader.ts';

const close = (): void => useCodesUi.setState({ camera: false });

/**
 * Scans with the camera, as long as the dialog is open. Where something on screen has asked for scans it gets one after the other;
 * otherwise the first code closes the dialog and is followed.
 */
export default function CameraDialog({ onFollow }: { readonly onFollow: (text: string) => void }): ReactNode {
  const { t } = useTranslation();
  const [last, setLast] = useState<string | null>(null);
  const onCode = (text: string): void => {
    const handler = scanHandler();
    if (handler === null) {
      close();
      onFollow(text);
    } else {
      handler(text);
      setLast(text);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={close}
      width="md"
      title={t('codes.camera.title')}
      description={t('codes.camera.body')}
    >
      <CameraView onCode={onCode} />
      <p role="status" className="mt-2 min-h-5 text-xs text-ink-2">
        {last !== null && t('codes.camera.last', { code: last })}
      </p>
    </Dialog>
  );
}

/** What the camera sees, or why it sees nothing. It is on while this is mounted. */
function CameraView({ onCode }: { readonly onCode: (text: string) => void }): ReactNode {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'opening' | 'ready' | CameraProblem>('opening');
  const current = useRef(onCode);
  current.current = onCode;
  useEffect(() => {
    if (video.current === null) return;
    return openCameraOn(video.current, startReader, {
      onReady: () => setState('ready'),
      onProblem: setState,
      onCode: (text) => current.current(text),
    });
  }, []);
  const failed = state !== 'opening' && state !== 'ready';
  return (
    <div className="relative aspect-video overflow-hidden rounded-md bg-sunken">
      <video
        ref={video}
        muted
        playsInline
        aria-label={t('codes.camera.picture')}
        className={cx('size-full object-cover', failed && 'invisible')}
      />
      {state === 'ready' && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-x-[12%] inset-y-[28%] rounded-md border-2 border-accent"
        />
      )}
      {state !== 'ready' && (
        <p
          role={failed ? 'alert' : 'status'}
          className="absolute inset-0 flex flex-col items-center justify-center gap-2 px-8 text-center text-ink-2"
        >
          {failed && <CameraOff size={22} aria-hidden className="text-ink-3" />}
          {t(`codes.camera.states.${state}`)}
        </p>
      )}
    </div>
  );
}
