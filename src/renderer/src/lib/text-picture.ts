/** How many pixels of a picture make one point of the page, so that print stays sharp. */
const PIXELS_PER_POINT = 4;

/** A picture of a text, and the size it takes on the page, points. */
export interface TextPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** How far the picture goes below the line on which letters stand. */
  readonly below: number;
}

/**
 * Draws a text with the fonts of this computer, which have every script and write it in its own direction. Texts beyond `maxWidth`
 * (points) end in an ellipsis.
 */
export async function pictureOf(
  text: string,
  { size, bold, maxWidth }: { readonly size: number; readonly bold: boolean; readonly maxWidth: number },
): Promise<TextPicture> {
  const font = `${bold ? 600 : 400} ${size * PIXELS_PER_POINT}px Inter, system-ui, sans-serif`;
  const measuring = contextOf(document.createElement('canvas'), font);
  const shown = fitted(text, maxWidth, (part) => measuring.measureText(part).width / PIXELS_PER_POINT);
  const below = size * 0.35;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.ceil(measuring.measureText(shown).width) + 2);
  canvas.height = Math.ceil(size * 1.45 * PIXELS_PER_POINT);
  const drawing = contextOf(canvas, font);
  drawing.fillStyle = '#000';
  drawing.textBaseline = 'alphabetic';
  drawing.fillText(shown, 1, canvas.height - below * PIXELS_PER_POINT);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The text could not be drawn.');
  return {
    png: new Uint8Array(await blob.arrayBuffer()),
    width: canvas.width / PIXELS_PER_POINT,
    height: canvas.height / PIXELS_PER_POINT,
    below,
  };
}

function contextOf(canvas: HTMLCanvasElement, font: string): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The text could not be drawn.');
  context.font = font;
  context.direction = 'inherit';
  return context;
}

/** Returns a text as far as it fits, with an ellipsis where something is left out. */
export function fitted(text: string, maxWidth: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= maxWidth) return text;
  const letters = [...text];
  let [fits, tooMany] = [0, letters.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (widthOf(`${letters.slice(0, middle).join('').trimEnd()}…`) <= maxWidth) fits = middle;
    else tooMany = middle;
  }
  return `${letters.slice(0, fits).join('').trimEnd()}…`;
}
