/**
 * Whether the console process can be reached. `refused`: it responds, but no longer knows this page; only a new link
 * from the console helps.
 */
export interface BridgeState {
  readonly state: 'connecting' | 'up' | 'down' | 'refused';
  /** Since when, by `performance.now()`, ms. */
  readonly since: number;
  /** Failed attempts in a row. */
  readonly attempt: number;
}

/** A value that can be watched. */
export interface BridgeStateCell {
  get(): BridgeState;
  set(state: BridgeState['state'], attempt: number): void;
  /** Calls `listener` on each change, not for the present value. Returns an unsubscribe function. */
  watch(listener: (state: BridgeState) => void): () => void;
}

/** Creates the cell in which a transport keeps its state. */
export function createStateCell(initial: BridgeState['state']): BridgeStateCell {
  let current: BridgeState = { state: initial, since: performance.now(), attempt: 0 };
  const listeners = new Set<(state: BridgeState) => void>();
  return {
    get: () => current,
    set(state, attempt) {
      if (state === current.state && attempt === current.attempt) return;
      current = { state, since: state === current.state ? current.since : performance.now(), attempt };
      for (const listener of [...listeners]) listener(current);
    },
    watch(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
