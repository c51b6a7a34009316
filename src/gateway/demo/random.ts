/** A stream of random numbers. The same seed and keys give the same stream. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** An element of a list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** True with probability `p`. */
  chance(p: number): boolean;
}

/**
 * Returns the stream of a seed and some keys, such as (seed, 'order', 17). Each use has a stream of its own, so that order 17
 * does not depend on what was drawn before, and a demo that was killed resumes as if it had not been.
 *
 * Generator: sfc32 by Chris Doty-Humphrey (PractRand, "Small Fast Counting" generator, 32 bit). Seeding: the string hash
 * xmur3 built on the MurmurHash3 mixer by Austin Appleby. Both public domain; not for secrets.
 */
export function randomFor(seed: number, ...keys: readonly (string | number)[]): Random {
  const word = xmur3([seed, ...keys].join('\u0000'));
  let a = word();
  let b = word();
  let c = word();
  let counter = 1;
  const step = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  // sfc32 needs some rounds until close seeds give unrelated streams.
  for (let i = 0; i < 12; i += 1) step();
  return {
    next: step,
    between: (min, max) => min + Math.floor(step() * (max - min + 1)),
    pick: <T>(list: readonly T[]): T => {
      const chosen = list[Math.floor(step() * list.length)];
      if (chosen === undefined) throw new RangeError('cannot pick from an empty list');
      return chosen;
    },
    chance: (p) => step() < p,
  };
}

function xmur3(text: string): () => number {
  let h = 1_779_033_703 ^ text.length;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 3_432_918_353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2_246_822_507);
    h = Math.imul(h ^ (h >>> 13), 3_266_489_909);
    h ^= h >>> 16;
    return h >>> 0;
  };
}

/** The numbers 0 to n − 1 in an order of the seed's own (Fisher–Yates). */
export function shuffled(n: number, random: Random): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = random.between(0, i);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
