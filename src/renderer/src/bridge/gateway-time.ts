/** The gateway's time minus `performance.now()`, ms. Until the first status, this machine's clock at the start of the page. */
let offset = performance.timeOrigin;

/** Takes the gateway's time from a status that has just arrived; null if the console does not know it. */
export function receiveGatewayTime(at: number | null): void {
  if (at !== null) offset = at - performance.now();
}

/**
 * Returns the gateway's time, ms since the Unix epoch. Everything that compares with times of events uses it: this
 * machine's clock may be wrong, and may be set at any time.
 */
export function gatewayNow(): number {
  return Math.round(performance.now() + offset);
}
