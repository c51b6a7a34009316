import type { GreyPicture } from '../decode.ts';

/** Reads one picture after the other in a thread of its own. */
export interface PictureReader {
  /** Resolves with the text of a barcode; null if there is none. One picture at a time. */
  readonly read: (picture: GreyPicture) => Promise<string | null>;
  readonly dispose: () => void;
}

/** Starts the thread that reads pictures. */
export function startReader(): PictureReader {
  const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
  return {
    read: (picture) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<unknown>) =>
          resolve(typeof data === 'string' ? data : null);
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(picture, [picture.points.buffer]);
      }),
    dispose: () => worker.terminate(),
  };
}
