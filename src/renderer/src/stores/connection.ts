import { create } from 'zustand';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { BridgeState } from '../bridge/state.ts';

interface ConnectionStore {
  /** Newest status; null before the first. */
  readonly status: ConnectionStatus | null;
  /** Whether the console process responds. */
  readonly bridge: BridgeState;
  /** Up to when the data on screen is known to be complete, ms; null before the first status. */
  readonly asOf: number | null;
}

/** The connection to the server and to the console process. Written only by `sync`. */
export const useConnection = create<ConnectionStore>(() => ({
  status: null,
  bridge: { state: 'connecting', since: Date.now(), attempt: 0 },
  asOf: null,
}));

/** Whether the data on screen is being kept current right now. */
export function isLive(state: Pick<ConnectionStore, 'status' | 'bridge'>): boolean {
  return state.bridge.state === 'up' && state.status?.state === 'live';
}

/** Returns true only while the connection is live; stale data must not look live. */
export function useIsLive(): boolean {
  return useConnection(isLive);
}

/** Returns up to when the data on screen is known to be complete. */
export function useAsOf(): number | null {
  return useConnection((state) => state.asOf);
}

/** Stores a new status; the as-of time only moves forward. */
export function receiveStatus(status: ConnectionStatus): void {
  useConnection.setState((state) => ({ status, asOf: later(state.asOf, status.asOf.at) }));
}

/** Moves the as-of time forward. */
export function receiveAsOf(at: number | null): void {
  const { asOf } = useConnection.getState();
  const next = later(asOf, at);
  if (next !== asOf) useConnection.setState({ asOf: next });
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
