import type { Item } from '#shared/domain/inventory.ts';
import type { Format } from '../../../format/format.ts';
import { drawBarcode, drawLot, type LabelLot, type Picture } from '../picture.ts';
import { type LabelDrawing, layOut, type Measure } from './layout.ts';
import { SHEETS, type Sheet, type SheetId } from './sheets.ts';

/** The most labels of one PDF: some 50 sheets. */
export const MAX_LABELS = 1_000;

/** What is printed. */
export interface LabelChoice {
  readonly sheet: SheetId;
  /** How many labels of each item; one where none is named. */
  readonly counts: Readonly<Record<string, string>>;
  readonly sku: boolean;
  readonly price: boolean;
  /** The name of the location on the labels; null for none. */
  readonly location: string | null;
  /** So many labels of the first sheet are already used. */
  readonly skip: string;
  readonly lot: string;
  readonly expiresOn: string;
}

/** The choice that the dialog begins with. */
export const FIRST_CHOICE: LabelChoice = {
  sheet: 'l7160',
  counts: {},
  sku: true,
  price: true,
  location: null,
  skip: '',
  lot: '',
  expiresOn: '',
};

/** The labels of one item. */
export interface ItemLabels {
  readonly item: Item;
  readonly count: number;
  readonly drawing: LabelDrawing;
  /** Whether neither the barcode nor the SKU can be drawn. */
  readonly noBarcode: boolean;
}

/** Returns the number that a field holds, from 0 to `max`; null if it is none. An empty field is `empty`. */
export function numberIn(text: string, empty: number, max: number): number | null {
  if (text.trim() === '') return empty;
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && value <= max ? value : null;
}

/** Returns the labels that a choice is about, in the order of the items. */
export function labelsOf(
  items: readonly Item[],
  choice: LabelChoice,
  tools: { readonly measure: Measure; readonly format: Pick<Format, 'money'> },
): ItemLabels[] {
  const sheet: Sheet = SHEETS[choice.sheet];
  const lot = items.length === 1 ? lotOf(choice) : null;
  return items.map((item) => {
    const picture = pictureOf(item, lot);
    const content = {
      name: item.name,
      sku: choice.sku ? item.sku : null,
      price: choice.price ? tools.format.money(item.price, item.currency) : null,
      location: choice.location,
      picture,
    };
    return {
      item,
      count: numberIn(choice.counts[item.id] ?? '', 1, MAX_LABELS) ?? 0,
      drawing: layOut(content, sheet.label, tools.measure),
      noBarcode: picture === null,
    };
  });
}

function lotOf({ lot, expiresOn }: LabelChoice): LabelLot | null {
  return lot.trim() === '' ? null : { code: lot.trim(), expiresOn: expiresOn || null };
}

/** Returns the picture of a label: the lot's DataMatrix, or the barcode, or else the SKU as a barcode. */
function pictureOf(item: Item, lot: LabelLot | null): Picture | null {
  if (lot !== null) return drawLot(item, lot);
  return drawBarcode(item.barcode ?? item.sku);
}
