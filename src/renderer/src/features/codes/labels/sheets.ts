/** A sheet of labels. All sizes are in mm. */
export interface Sheet {
  readonly page: Size;
  readonly label: Size;
  readonly columns: number;
  readonly rows: number;
  /** The first label's corner. */
  readonly left: number;
  readonly top: number;
  /** From one label's corner to the next. */
  readonly pitchX: number;
  readonly pitchY: number;
}

/** A width and a height, mm. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const A4: Size = { width: 210, height: 297 };
const LETTER: Size = { width: 215.9, height: 279.4 };
const single = (width: number, height: number): Sheet => ({
  page: { width, height },
  label: { width, height },
  columns: 1,
  rows: 1,
  left: 0,
  top: 0,
  pitchX: width,
  pitchY: height,
});

/** The formats, by the makers' data sheets. */
export const SHEETS = {
  /** Avery L7160: 3 × 7 on A4. */
  l7160: {
    page: A4,
    label: { width: 63.5, height: 38.1 },
    columns: 3,
    rows: 7,
    left: 7.25,
    top: 15.15,
    pitchX: 66,
    pitchY: 38.1,
  },
  /** Avery L6009: 4 × 12 on A4. */
  l6009: {
    page: A4,
    label: { width: 45.7, height: 21.2 },
    columns: 4,
    rows: 12,
    left: 9.7,
    top: 21.3,
    pitchX: 48.3,
    pitchY: 21.2,
  },
  /** Avery 5160: 3 × 10 on US Letter. */
  a5160: {
    page: LETTER,
    label: { width: 66.675, height: 25.4 },
    columns: 3,
    rows: 10,
    left: 4.7625,
    top: 12.7,
    pitchX: 69.85,
    pitchY: 25.4,
  },
  /** One label on a roll. */
  roll57: single(57, 32),
} as const satisfies Readonly<Record<string, Sheet>>;

/** The name of a format. */
export type SheetId = keyof typeof SHEETS;
export const SHEET_IDS = Object.keys(SHEETS).filter((id): id is SheetId => Object.hasOwn(SHEETS, id));

/** Returns how many labels a sheet has. */
export function labelsOn({ columns, rows }: Sheet): number {
  return columns * rows;
}

/** Returns where a label of a sheet is: row by row from the top left, mm. */
export function placeOf(sheet: Sheet, index: number): { readonly x: number; readonly y: number } {
  return {
    x: sheet.left + (index % sheet.columns) * sheet.pitchX,
    y: sheet.top + Math.floor(index / sheet.columns) * sheet.pitchY,
  };
}
