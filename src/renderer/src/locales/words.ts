/** Words by key, nested. */
export interface WordTree {
  readonly [key: string]: string | WordTree;
}

/** The shape another language must have: the same keys, any words. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };
