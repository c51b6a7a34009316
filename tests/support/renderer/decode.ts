import { createDecoder, type DecodedCode } from '../../../src/renderer/src/features/codes/decode.ts';

/** A dark rectangle. */
export interface Dark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const decode = createDecoder();

/** Paints dark rectangles on white, `scale` points to a unit. */
export function paint(
  dark: readonly Dark[],
  size: { readonly width: number; readonly height: number },
  scale: number,
): { readonly points: Uint8ClampedArray<ArrayBuffer>; readonly width: number; readonly height: number } {
  const [width, height] = [Math.ceil(size.width * scale), Math.ceil(size.height * scale)];
  const points = new Uint8ClampedArray(width * height).fill(255);
  for (const bar of dark) {
    const [x0, x1] = [Math.round(bar.x * scale), Math.round((bar.x + bar.width) * scale)];
    const [y0, y1] = [Math.round(bar.y * scale), Math.round((bar.y + bar.height) * scale)];
    for (let y = y0; y < y1; y++) points.fill(0, y * width + x0, y * width + x1);
  }
  return { points, width, height };
}

/** Paints dark rectangles and reads the barcode on them; null where there is none. */
export function decodeRectangles(...picture: Parameters<typeof paint>): DecodedCode | null {
  return decode(paint(...picture));
}
