/** The size of a chart's picture, and its text as SVG. */
export interface ChartPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What makes a shape look as it does on screen, wherever the picture is opened. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;
const MARGIN = 16;
const TITLE_SPACE = 34;
/** How many pixels of a PNG make one of the screen. */
const SCALE = 2;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => `&#${char.codePointAt(0) ?? 32};`);

/** Copies a drawing with its looks written into its elements, because a file has none of this window's styles. */
function copyOf(drawing: SVGSVGElement): SVGSVGElement | null {
  const copy = drawing.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return null;
  const [from, to] = [drawing.querySelectorAll('*'), copy.querySelectorAll('*')];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    const target = to[index];
    for (const look of LOOKS) {
      const value = style.getPropertyValue(look);
      if (value !== '') target?.setAttribute(look, value);
    }
    target?.removeAttribute('class');
    target?.removeAttribute('style');
  });
  copy.removeAttribute('style');
  copy.removeAttribute('class');
  return copy;
}

/** Returns the drawings of a chart, one below the other as on screen, under the title; null where nothing is drawn. */
export function pictureOfChart(frame: HTMLElement, title: string): ChartPicture | null {
  const drawings = [...frame.querySelectorAll<SVGSVGElement>('svg.recharts-surface')];
  if (drawings.length === 0) return null;
  const outer = frame.getBoundingClientRect();
  const [width, height] = [
    Math.ceil(outer.width) + 2 * MARGIN,
    Math.ceil(outer.height) + TITLE_SPACE + 2 * MARGIN,
  ];
  const parts = drawings.map((drawing) => {
    const box = drawing.getBoundingClientRect();
    const copy = copyOf(drawing);
    copy?.setAttribute('x', String(Math.round(box.left - outer.left) + MARGIN));
    copy?.setAttribute('y', String(Math.round(box.top - outer.top) + MARGIN + TITLE_SPACE));
    copy?.setAttribute('width', String(box.width));
    copy?.setAttribute('height', String(box.height));
    return copy === null ? '' : new XMLSerializer().serializeToString(copy);
  });
  const style = getComputedStyle(frame);
  const paper = getComputedStyle(document.body).backgroundColor;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" fill="${escaped(paper)}"/>
<text x="${MARGIN}" y="${MARGIN + 16}" fill="${escaped(style.color)}" font-family="${escaped(style.fontFamily)}" font-size="15" font-weight="600">${escaped(title)}</text>
${parts.join('\n')}
</svg>`;
  return { svg, width, height };
}

/** Draws a picture as PNG. */
export async function pngOf({ svg, width, height }: ChartPicture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The chart could not be drawn.');
  return blob;
}
