import { z } from 'zod';
import { Money } from './money.ts';

/** A value in a coded text: words as somebody wrote them or a key of the texts, a whole number, or an amount. */
export const TextValue = z.union([z.string().max(300), z.number(), Money]);
export type TextValue = z.infer<typeof TextValue>;

/** A text as a code with its values. Each reader puts it into words in the language of its user. */
export const CodedText = z.object({
  /** A name in a catalogue of texts; those of a newer gateway may be unknown here. */
  id: z.string().max(60),
  values: z.record(z.string().max(40), TextValue).default({}),
});
export type CodedText = z.infer<typeof CodedText>;

/**
 * What a value of a text is: anybody's words, a whole number, an amount, or the status of a record, which has words of
 * its own.
 */
export type ValueKind = 'text' | 'number' | 'money' | 'orderStatus' | 'reservationStatus' | 'purchaseStatus';
/** The values of a text, by name. */
export type ValueKinds = Readonly<Record<string, ValueKind>>;

type ValueOf<K extends ValueKind> = K extends 'number' ? number : K extends 'money' ? Money : string;
/** The values that a text needs. */
export type ValuesOf<K extends ValueKinds> = { readonly [N in keyof K]: ValueOf<K[N]> };
