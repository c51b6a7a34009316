/** Tracks whether the console is visible: at least one page or window has not reported that it is hidden. */
export class Visibility {
  readonly #visible = new Map<string, boolean>();
  readonly #onChange: (visible: boolean) => void;
  #last = false;

  /** Starts out hidden; `onChange` is called on every change. */
  constructor(onChange: (visible: boolean) => void) {
    this.#onChange = onChange;
  }

  get visible(): boolean {
    return this.#last;
  }

  /** Records whether a client's page can be seen. */
  set(clientId: string, visible: boolean): void {
    this.#visible.set(clientId, visible);
    this.#update();
  }

  /** Forgets a client that disconnected. */
  remove(clientId: string): void {
    this.#visible.delete(clientId);
    this.#update();
  }

  #update(): void {
    const now = [...this.#visible.values()].includes(true);
    if (now === this.#last) return;
    this.#last = now;
    this.#onChange(now);
  }
}
