/**
 * Whether the console's own process can be reached. `refused`: it answers, but this page's session is not known to it
 * (any more); only a new link from the console helps.
 */
export interface BridgeState {
  readonly state: 'connecting' | 'up' | 'down' | 'refused';
  /** Since when, ms since the epoch. */
  readonly since: number;
  /** Failed attempts in a row. */
  readonly attempt: number;
}

/** A value and those who watch it. */
export interface BridgeStateCell {
  get(): BridgeState;
  set(state: BridgeState['state'], attempt: number): void;
  /** Calls `listener` at each change (not at once). Returns the way to end it. */
  watch(listener: (state: BridgeState) => void): () => void;
}

/** Makes the cell in which a transport keeps its state. */
export function createStateCell(now: () => number, initial: BridgeState['state']): BridgeStateCell {
  let current: BridgeState = { state: initial, since: now(), attempt: 0 };
  const listeners = new Set<(state: BridgeState) => void>();
  return {
    get: () => current,
    set(state, attempt) {
      if (state === current.state && attempt === current.attempt) return;
      current = { state, since: state === current.state ? current.since : now(), attempt };
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
