import type { TFunction } from 'i18next';
import type { Format } from '../format/format.ts';

/** The language and the formats that texts are put into words with. */
export interface SayContext {
  readonly t: TFunction;
  readonly format: Format;
}

/** A text that is put into words each time it is shown, so that it follows a change of language. */
export type Said = (context: SayContext) => string;
