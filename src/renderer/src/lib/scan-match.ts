import type { CodeMatch } from '#shared/bridge/inventory.ts';

/** What a scanned code means in a list of records. */
export type Picked<T> =
  | { readonly kind: 'one'; readonly value: T; readonly match: CodeMatch }
  /** Several records have it equally well: a person has to choose. */
  | { readonly kind: 'several'; readonly count: number }
  /** It names an item, which is not in the list. */
  | { readonly kind: 'elsewhere'; readonly name: string }
  | { readonly kind: 'unknown' };

/**
 * Returns the record of a list that a scanned code stands for. `matches` are the items that have it, the most exact kind of number
 * first: a barcode goes before an SKU, and that before a supplier's. `here` returns an item's record; undefined if it has none.
 */
export function pickMatch<T>(
  matches: readonly CodeMatch[],
  here: (itemId: string) => T | undefined,
): Picked<T> {
  const found = matches.flatMap((match) => {
    const value = here(match.item.id);
    return value === undefined ? [] : [{ match, value }];
  });
  const [best] = found;
  if (best === undefined) {
    const [named] = matches;
    return named === undefined ? { kind: 'unknown' } : { kind: 'elsewhere', name: named.item.name };
  }
  const equal = found.filter(({ match }) => match.by === best.match.by);
  return equal.length > 1 ? { kind: 'several', count: equal.length } : { kind: 'one', ...best };
}
