import type { ConnectionStatus } from '#shared/bridge/connection.ts';

/** The status of a live connection without a confirmed position or a notice. */
export function makeConnectionStatus(overrides: Partial<ConnectionStatus> = {}): ConnectionStatus {
  return {
    state: 'live',
    server: 'http://127.0.0.1:3002',
    latencyP50: null,
    latencyP95: null,
    asOf: { seq: 0, at: null },
    attempt: 0,
    nextAttemptAt: null,
    behind: null,
    detail: null,
    notice: null,
    refused: 0,
    newer: 0,
    gatewayTime: null,
    ...overrides,
  };
}
