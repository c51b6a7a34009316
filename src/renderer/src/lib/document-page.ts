/** The size of A4 and its margins, points. */
export const PAGE = { width: 595, height: 842, margin: 48 } as const;

/** A text on a page. `x` and `y` are points from the lower left corner; `right` aligns it to end at `x`. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly right: boolean;
  readonly maxWidth: number;
}

/** A horizontal rule from margin to margin. */
export interface Rule {
  readonly y: number;
}

/** One page of the document. */
export interface DocumentPage {
  readonly texts: readonly PlacedText[];
  readonly rules: readonly Rule[];
}
