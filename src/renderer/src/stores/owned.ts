/** What empties each part of the window that belongs to the signed-in user, by the name of the part. */
const ends = new Map<string, () => void>();
/** What saves the words that are still being typed. */
const saves = new Set<() => Promise<unknown>>();

/**
 * Registers state that belongs to the signed-in user; `end` empties it when the user leaves or somebody else signs in. The
 * name is that of the variable: a test finds variables of modules that are neither registered nor listed as the window's own.
 */
export function ownedByUser(name: string, end: () => void): void {
  ends.set(name, end);
}

/** Empties everything that belongs to the user who leaves. */
export function endOwned(): void {
  for (const end of ends.values()) end();
}

/** Returns the names of all that is registered. */
export function ownedNames(): readonly string[] {
  return [...ends.keys()];
}

/** Registers how words that are being typed are saved before the user leaves. Returns a function that takes it back. */
export function saveBeforeLeaving(save: () => Promise<unknown>): () => void {
  saves.add(save);
  return () => {
    saves.delete(save);
  };
}

/** Saves what is being typed. Resolves when all is saved or could not be. */
export async function saveOwned(): Promise<void> {
  await Promise.allSettled([...saves].map((save) => save()));
}

/** Words that were typed and not sent, by user and record. Without a user, nothing is kept. */
export interface OwnWords<V> {
  get(userId: string | null, key: string): V | undefined;
  /** Keeps words as the newest; beyond the limit, the oldest are dropped. */
  set(userId: string | null, key: string, value: V): void;
  delete(userId: string | null, key: string): void;
  /** Drops all words of all users. */
  clear(): void;
}

/** Creates a place for words that end with the sign-in. `name` is as in `ownedByUser`, `max` the number of records kept. */
export function ownWords<V>(name: string, max: number): OwnWords<V> {
  const kept = new Map<string, { readonly userId: string; readonly key: string; readonly value: V }>();
  const keyOf = (userId: string, key: string): string => JSON.stringify([userId, key]);
  ownedByUser(name, () => kept.clear());
  return {
    get: (userId, key) => (userId === null ? undefined : kept.get(keyOf(userId, key))?.value),
    set(userId, key, value) {
      if (userId === null) return;
      const own = keyOf(userId, key);
      kept.delete(own);
      kept.set(own, { userId, key, value });
      for (const oldest of kept.keys()) {
        if (kept.size <= max) break;
        kept.delete(oldest);
      }
    },
    delete(userId, key) {
      if (userId !== null) kept.delete(keyOf(userId, key));
    },
    clear: () => kept.clear(),
  };
}
