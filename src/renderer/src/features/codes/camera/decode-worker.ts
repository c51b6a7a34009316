import { createDecoder, type GreyPicture } from '../decode.ts';

/** Reads barcodes beside the window's thread: a picture takes up to 50 ms. */
const decode = createDecoder();

self.addEventListener('message', ({ data }: MessageEvent<GreyPicture>) => {
  self.postMessage(decode(data)?.text ?? null);
});
