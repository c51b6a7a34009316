declare module 'gs1-barcode-parser-mod' {
  /** One element: its application identifier, and its data as it was read. */
  export interface ParsedElement {
    readonly ai: string;
    readonly raw: string;
  }
  /** Parses a GS1 element string. Throws a text that says what is wrong with it. */
  export function parseBarcode(barcode: string): { readonly parsedCodeItems: readonly ParsedElement[] };
}
