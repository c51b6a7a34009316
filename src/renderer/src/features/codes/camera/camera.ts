import type { GreyPicture } from '../decode.ts';
import type { PictureReader } from './reader.ts';

/** Why no picture comes. */
export type CameraProblem = 'none' | 'denied' | 'busy';

/** How often a picture is looked at, ms: five a second find a code that is held still, and leave the processor to others. */
const LOOK_MS = 200;
/** The longest side of a picture that is decoded, points. */
const MAX_SIDE = 960;
/** How long the same code is taken for one scan while it stays in the picture, ms. */
const SAME_MS = 2_000;

/** What the camera tells. */
export interface CameraListener {
  readonly onCode: (text: string) => void;
  readonly onProblem: (problem: CameraProblem) => void;
  readonly onReady: () => void;
}

/**
 * Opens the camera, shows it in `video`, and reads codes from it until the returned function is called, which switches the camera off.
 * Only now is the user asked for permission.
 */
export function openCameraOn(
  video: HTMLVideoElement,
  start: () => PictureReader,
  listener: CameraListener,
): () => void {
  let ended = false;
  let stream: MediaStream | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let reader: PictureReader | null = null;
  const stop = (): void => {
    ended = true;
    if (timer !== null) clearTimeout(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    reader?.dispose();
    reader = null;
  };
  const begin = async (): Promise<void> => {
    const media: MediaDevices | undefined = navigator.mediaDevices;
    if (media === undefined) {
      listener.onProblem('none');
      return;
    }
    const opened = await media.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    stream = opened;
    if (ended) {
      stop();
      return;
    }
    video.srcObject = opened;
    await video.play();
    if (ended) return;
    listener.onReady();
    reader = start();
    const take = sameOnce(listener.onCode);
    const look = async (): Promise<void> => {
      const frame = frameOf(video);
      const text = frame && reader && (await reader.read(frame));
      if (ended) return;
      if (text) take(text, performance.now());
      timer = setTimeout(() => void look().catch(fail), LOOK_MS);
    };
    await look();
  };
  const fail = (error: unknown): void => {
    if (!ended) listener.onProblem(problemOf(error));
    stop();
  };
  begin().catch(fail);
  return stop;
}

/** Returns a function that passes a code on once while it stays in the picture; `at` is in ms. */
export function sameOnce(onCode: (text: string) => void): (text: string, at: number) => void {
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  return (text, at) => {
    const same = text === last.text && at - last.at < SAME_MS;
    last = { text, at };
    if (!same) onCode(text);
  };
}

/** Returns what stands in the way of a picture, by the error of `getUserMedia`. */
export function problemOf(error: unknown): CameraProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return 'busy';
}

/** Returns what the camera shows now, small enough to be read quickly. */
function frameOf(video: HTMLVideoElement): GreyPicture | null {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return null;
  const scale = Math.min(1, MAX_SIDE / Math.max(videoWidth, videoHeight));
  const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { points: toGrey(data, width * height), width, height };
}

/** Returns the brightness of each point of a picture in red, green, blue and opacity. */
export function toGrey(data: Uint8ClampedArray, count: number): Uint8ClampedArray<ArrayBuffer> {
  const grey = new Uint8ClampedArray(count);
  for (let i = 0; i < count; i++) {
    const at = i * 4;
    grey[i] = ((data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 4;
  }
  return grey;
}
