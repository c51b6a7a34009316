/** A value is saved this long after its last change, ms. */
export const SAVE_AFTER_MS = 500;

/** What a saver does with the value. */
export interface SaverOptions<V> {
  readonly save: (value: V) => Promise<unknown>;
  /** The value is saved; it may have changed since. */
  readonly onSaved: (value: V) => void;
  readonly onFailed: () => void;
}

/** Saves a value a while after its last change. Its owner ends it with `flush`. */
export class Saver<V> {
  readonly #options: SaverOptions<V>;
  #unsaved: { readonly value: V } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: SaverOptions<V>) {
    this.#options = options;
  }

  /** Takes a new value, and saves it later. */
  change(value: V): void {
    this.#unsaved = { value };
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Saves the newest value now, if it is not saved. Never rejects; a value that could not be saved is tried with the next. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const saving = this.#unsaved;
    if (saving === null) return;
    this.#unsaved = null;
    const { save, onSaved, onFailed } = this.#options;
    try {
      await save(saving.value);
      onSaved(saving.value);
    } catch {
      this.#unsaved ??= saving;
      onFailed();
    }
  }
}
