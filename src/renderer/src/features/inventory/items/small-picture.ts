import { isItemImage } from '#shared/domain/items.ts';

/** The longest side of a picture, px. */
const MAX_SIDE = 256;

/** Makes a small picture of a file, as a data URL. Null for a file that is no picture. */
export async function smallPicture(file: Blob): Promise<string | null> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // The first that is small enough: a photograph is never a small PNG.
  for (const quality of [0.85, 0.6, 0.4]) {
    const url = canvas.toDataURL('image/webp', quality);
    if (isItemImage(url)) return url;
  }
  return null;
}
