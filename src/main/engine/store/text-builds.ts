import type { Reader } from './reader.ts';
import type { TextIndex } from './text-index.ts';

/** The text indexes of all projections, and those that are still being built. */
export class TextBuilds {
  #building: readonly TextIndex[];

  constructor(indexes: readonly TextIndex[]) {
    this.#building = indexes.filter((index) => !index.complete);
  }

  /** Whether `step` has something to do. */
  get pending(): boolean {
    return this.#building.length > 0;
  }

  /** Indexes missing rows for about `ms`. Runs in the writer's transaction. */
  step(ms: number): void {
    const began = performance.now();
    const goOn = (): boolean => performance.now() - began < ms;
    for (const index of this.#building) if (goOn()) index.build(goOn);
  }

  /** The transaction of a step was committed. */
  committed(): void {
    this.#building = this.#building.filter((index) => !index.complete);
  }

  /** The transaction was rolled back. */
  undone(): void {
    for (const index of this.#building) index.reload();
  }
}

/** Returns whether the text indexes hold all rows; see `TextIndex`. */
export function textComplete(reader: Reader): boolean {
  return reader.get('SELECT 1 FROM text_builds LIMIT 1') === undefined;
}
