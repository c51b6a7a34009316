import type { SystemText } from './text-tools.ts';

/** Points of a drawn text to one mm: 600 to the inch. */
const DENSITY = 600 / 25.4;
/** The fonts of the system; the preview uses them for the same texts. */
export const SYSTEM_FONTS = 'system-ui, sans-serif';

function fontOf(size: number, bold: boolean): string {
  return `${bold ? 700 : 400} ${size * DENSITY}px ${SYSTEM_FONTS}`;
}

/** Draws and measures texts on a canvas, which shapes any script that the system has a font for. */
export function createSystemText(): SystemText {
  const measuring = new OffscreenCanvas(1, 1).getContext('2d');
  return {
    measure(text, size, bold) {
      if (measuring === null) return text.length * size;
      measuring.font = fontOf(size, bold);
      return measuring.measureText(text).width / DENSITY;
    },
    async draw(text, size, bold) {
      const probe = new OffscreenCanvas(1, 1).getContext('2d');
      if (probe === null) throw new Error('There is no canvas.');
      probe.font = fontOf(size, bold);
      const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = probe.measureText(text);
      const [ascent, descent] = [Math.ceil(fontBoundingBoxAscent), Math.ceil(fontBoundingBoxDescent)];
      const canvas = new OffscreenCanvas(Math.max(1, Math.ceil(width)), Math.max(1, ascent + descent));
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('There is no canvas.');
      context.font = fontOf(size, bold);
      context.fillText(text, 0, ascent);
      const png = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
      return {
        png,
        width: canvas.width / DENSITY,
        height: canvas.height / DENSITY,
        ascent: ascent / DENSITY,
      };
    },
  };
}
