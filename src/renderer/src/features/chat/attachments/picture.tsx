import { ImageOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { claimedType, isAttachmentType, MAX_PIXELS, pictureSize } from '#shared/domain/attachments.ts';
import { readFile } from './pieces.ts';

/** A picture that is on this computer. */
export interface PictureFile {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
}

/** The room for a picture, CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Returns the size of a picture in a room, without enlarging it. */
export function fitInto(size: Room, room: Room): Room {
  const scale = Math.min(1, room.width / size.width, room.height / size.height);
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}

/** Draws a picture, no larger than the room. Only its first frame, and never one that would take too much memory. */
async function draw(
  canvas: HTMLCanvasElement,
  { id, name, mime, bytes }: PictureFile,
  room: Room,
  signal: AbortSignal,
): Promise<void> {
  const type = isAttachmentType(mime) ? mime : claimedType(name);
  const content = await readFile(id, bytes, signal);
  const size = type && pictureSize(content.subarray(0, 256 * 1024), type);
  if (!type || !size || size.width * size.height > MAX_PIXELS) throw new Error('not a picture to show');
  const density = Math.min(2, window.devicePixelRatio || 1);
  const fitted = fitInto(size, room);
  const sharp = fitInto(size, { width: fitted.width * density, height: fitted.height * density });
  const bitmap = await createImageBitmap(new Blob([content], { type }), {
    resizeWidth: sharp.width,
    resizeHeight: sharp.height,
    resizeQuality: 'medium',
  });
  try {
    signal.throwIfAborted();
    canvas.width = sharp.width;
    canvas.height = sharp.height;
    canvas.style.width = `${fitted.width}px`;
    canvas.style.height = `${fitted.height}px`;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, sharp.width, sharp.height);
  } finally {
    bitmap.close();
  }
}

/** A picture, drawn in a size that fits its room. Says so if it cannot be shown. */
export function Picture({
  file,
  room,
  fallback,
}: {
  readonly file: PictureFile;
  readonly room: Room;
  /** Stands in for a picture that cannot be shown; a sentence by default. */
  readonly fallback?: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const [failed, setFailed] = useState(false);
  const { id, name, mime, bytes } = file;
  const { width, height } = room;
  useEffect(() => {
    const ending = new AbortController();
    setFailed(false);
    if (canvas.current)
      draw(canvas.current, { id, name, mime, bytes }, { width, height }, ending.signal).catch(() => {
        if (!ending.signal.aborted) setFailed(true);
      });
    return () => ending.abort();
  }, [id, name, mime, bytes, width, height]);
  return (
    <>
      {failed && fallback}
      {failed && fallback === undefined && (
        <span className="flex items-center gap-1.5 p-2 text-xs text-ink-3">
          <ImageOff size={14} aria-hidden />
          {t('chat.files.notShown')}
        </span>
      )}
      <canvas
        ref={canvas}
        role="img"
        aria-label={name}
        hidden={failed}
        width={1}
        height={1}
        className="block max-w-full object-contain"
      />
    </>
  );
}
