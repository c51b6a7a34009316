/** Whether anybody can see the console: at least one page or window that has not said that it is hidden. */
export class Visibility {
  readonly #visible = new Map<string, boolean>();
  readonly #changed: (visible: boolean) => void;
  #last = false;

  /** `changed` is called when the answer changes; at first nobody can see it. */
  constructor(changed: (visible: boolean) => void) {
    this.#changed = changed;
  }

  get visible(): boolean {
    return this.#last;
  }

  set(clientId: string, visible: boolean): void {
    this.#visible.set(clientId, visible);
    this.#update();
  }

  gone(clientId: string): void {
    this.#visible.delete(clientId);
    this.#update();
  }

  #update(): void {
    const now = [...this.#visible.values()].includes(true);
    if (now === this.#last) return;
    this.#last = now;
    this.#changed(now);
  }
}
