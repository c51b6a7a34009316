import {
  code128,
  type DrawingContext,
  ean8,
  ean13,
  gs1datamatrix,
  itf14,
  type RenderOptions,
  upca,
} from '@bwip-js/browser';
import { gs1Date, type Symbology, symbologyOf } from '#shared/domain/barcodes.ts';
import { gtinOf } from '#shared/domain/gtin.ts';

/** A dark part of a barcode, in modules. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A barcode as it is drawn on paper and on screen. */
export interface Picture {
  readonly kind: 'bars' | 'matrix';
  /** The size in modules, without the quiet zone. The bars of a picture of bars are one module high and are drawn at any height. */
  readonly width: number;
  readonly height: number;
  /** What must stay free on each side, modules: left and right of bars, all around a matrix. */
  readonly quiet: number;
  readonly bars: readonly Bar[];
  /** What a person reads below it. */
  readonly text: string;
}

/** A lot whose number and expiry a label carries. */
export interface LabelLot {
  readonly code: string;
  /** The last day of use; null for goods that do not expire. */
  readonly expiresOn: string | null;
}

const DRAW = { ean13, ean8, upca, itf14, code128 } as const satisfies Record<Symbology, unknown>;
/** The quiet zones of ISO/IEC 15420, 16390 and 15417, modules: the wider side on both. */
const QUIET: Readonly<Record<Symbology, number>> = { ean13: 11, ean8: 7, upca: 9, itf14: 10, code128: 10 };

/** Draws a barcode: an EAN, UPC or ITF number as such, other texts as Code 128. Null where no barcode can carry the text. */
export function drawBarcode(barcode: string): Picture | null {
  const symbology = symbologyOf(barcode);
  // Code 128 has the characters of ASCII.
  if (!/^[\x20-\x7e]+$/.test(barcode)) return null;
  const options = { bcid: symbology, text: barcode, ...PLAIN, showborder: false };
  const { width, bars } = DRAW[symbology]<Drawn>(options, collect());
  return {
    kind: 'bars',
    width,
    height: 1,
    quiet: QUIET[symbology],
    bars: bars.map(({ x, width: w }) => ({ x, y: 0, width: w, height: 1 })),
    text: grouped(barcode, symbology),
  };
}

/** Draws a GS1 DataMatrix with an item's number, a lot and its expiry. Null where GS1 has no way to write them. */
export function drawLot(
  item: { readonly barcode: string | null; readonly sku: string },
  lot: LabelLot,
): Picture | null {
  const gtin = item.barcode === null ? null : gtinOf(item.barcode);
  const expiry = lot.expiresOn === null ? '' : `(17)${gs1Date(lot.expiresOn)}`;
  const text = `${gtin === null ? `(240)${item.sku}` : `(01)${gtin}`}${expiry}(10)${lot.code}`;
  // The characters of GS1 AI 82 without those that this notation gives a meaning; 10 has up to 20 of them, 240 up to 30.
  if (!GS1_TEXT.test(lot.code) || lot.code.length > 20) return null;
  if (gtin === null && (!GS1_TEXT.test(item.sku) || item.sku.length > 30)) return null;
  const { width, height, bars } = gs1datamatrix<Drawn>(
    { bcid: 'gs1datamatrix', text, scaleX: SCALE, scaleY: SCALE, ...UNCHECKED },
    collect(),
  );
  return { kind: 'matrix', width, height, quiet: 1, bars, text };
}

const GS1_TEXT = /^[!"%&'*+,\-./0-9:;<=>?A-Z_a-z]+$/;
/** Two points to a module, so that the middle of a bar one module wide is a whole number. */
const SCALE = 2;
const PLAIN = { scaleX: SCALE, scaleY: SCALE, height: 10, includetext: false } as const;

/** A lot may stand beside a product number of the shop's own, which the rules about pairs of elements do not know. */
const UNCHECKED: Partial<RenderOptions> & { readonly dontlint: true } = { dontlint: true };

/** Returns the digits of a number in the groups that stand below its bars. */
function grouped(barcode: string, symbology: Symbology): string {
  const groups: Partial<Record<Symbology, RegExp>> = {
    ean13: /^(.)(.{6})(.{6})$/,
    ean8: /^(.{4})(.{4})$/,
    upca: /^(.)(.{5})(.{5})(.)$/,
  };
  const found = groups[symbology]?.exec(barcode);
  return found ? found.slice(1).join(' ') : barcode;
}

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Bar[];
}

/** Collects what the library draws: lines as bars, the outlines of a matrix as runs of dark modules. */
function collect(): DrawingContext<Drawn> {
  let [width, height] = [0, 0];
  const lines: Bar[] = [];
  const outlines: [number, number][][] = [];
  return {
    scale: (sx, sy) => [sx, sy],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (w, h) => {
      [width, height] = [w, h];
    },
    line: (x0, y0, x1, y1, lw) => {
      const [x, y] = [Math.min(x0, x1) - lw / 2, Math.min(y0, y1)];
      lines.push({ x: x / SCALE, y: y / SCALE, width: lw / SCALE, height: Math.abs(y1 - y0) / SCALE });
    },
    polygon: (points) => void outlines.push(points.map(([x, y]) => [x / SCALE, y / SCALE])),
    hexagon: () => undefined,
    ellipse: () => undefined,
    fill: () => undefined,
    text: () => undefined,
    end: () => ({
      width: width / SCALE,
      height: height / SCALE,
      bars: lines.length > 0 ? lines : runsOf(outlines, height / SCALE),
    }),
  };
}

/** Returns the dark runs of each row of modules: between the first and second upright edge, the third and fourth, and so on. */
function runsOf(outlines: readonly (readonly [number, number][])[], rows: number): Bar[] {
  const bars: Bar[] = [];
  for (let y = 0; y < rows; y++) {
    const crossings = outlines.flatMap((points) => crossingsAt(points, y + 0.5)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from = 0, to = 0] = crossings.slice(i, i + 2);
      if (to > from) bars.push({ x: from, y, width: to - from, height: 1 });
    }
  }
  return bars;
}

function crossingsAt(points: readonly [number, number][], y: number): number[] {
  return points.flatMap(([x, y0], i) => {
    const [, y1] = points[(i + 1) % points.length] ?? [x, y0];
    return y0 < y !== y1 < y ? [x] : [];
  });
}

/** Returns the outline of the bars as the data of an SVG path, in modules. */
export function pathOf(bars: readonly Bar[]): string {
  return bars.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');
}
