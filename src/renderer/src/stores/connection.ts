import { create } from 'zustand';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import { gatewayNow, receiveGatewayTime } from '../bridge/gateway-time.ts';
import type { BridgeState } from '../bridge/state.ts';
import { ownedByUser } from './owned.ts';

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
  bridge: { state: 'connecting', since: performance.now(), attempt: 0 },
  asOf: null,
}));
// How old the data is belongs to the user's cache; the rest is the link's, and main reports it again.
ownedByUser('useConnection', () => useConnection.setState({ asOf: null }));

/** Whether the data on screen is being kept current right now. */
export function isLive(state: Pick<ConnectionStore, 'status' | 'bridge'>): boolean {
  return state.bridge.state === 'up' && state.status?.state === 'live';
}

/** Returns true only while the connection is live; stale data must not look live. */
export function useIsLive(): boolean {
  return useConnection(isLive);
}

/** Returns up to when the data on screen is known to be complete, to the second: it may advance with each frame. */
export function useAsOf(): number | null {
  return useConnection(({ asOf }) => (asOf === null ? null : Math.floor(asOf / 1000) * 1000));
}

/**
 * Stores a new status, and takes the gateway's time from it. The as-of time only moves forward, unless the gateway's clock
 * was set back.
 */
export function receiveStatus(status: ConnectionStatus): void {
  receiveGatewayTime(status.gatewayTime);
  useConnection.setState((state) => ({ status, asOf: past(later(state.asOf, status.asOf.at)) }));
}

/** Moves the as-of time forward. */
export function receiveAsOf(at: number | null): void {
  const { asOf } = useConnection.getState();
  const next = past(later(asOf, at));
  if (next !== asOf) useConnection.setState({ asOf: next });
}

function past(at: number | null): number | null {
  return at === null ? null : Math.min(at, gatewayNow());
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
