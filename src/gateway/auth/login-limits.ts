import { FailureThrottle, GrowingThrottle } from './throttle.ts';

/** Failures allowed from one address over all usernames, as a multiple of those for one username. */
const ADDRESS_FACTOR = 10;
/** Failures of one account over all addresses before it has to wait, as a multiple of those from one address. */
const ACCOUNT_FACTOR = 5;
const ACCOUNT_WAITS = { firstMs: 30_000, mostMs: 60 * 60_000, forgetMs: 24 * 60 * 60_000 } as const;
const DEVICE_WAITS = { firstMs: 10_000, mostMs: 15 * 60_000, forgetMs: 24 * 60 * 60_000 } as const;

/** An attempt to sign in. */
export interface Attempt {
  readonly username: string;
  readonly address: string;
  /** The device, where it has proved that it has signed in to this account before; null otherwise. */
  readonly knownDevice: string | null;
}

/**
 * Limits wrong passwords: by username and address, by address over all usernames, and by account over all addresses, with
 * waits that grow. A device that has signed in to the account before has a limit of its own, and nothing that others do makes
 * it wait.
 */
export class LoginLimits {
  readonly #monotonic: () => number;
  readonly #pairs: FailureThrottle;
  readonly #addresses: FailureThrottle;
  readonly #accounts: GrowingThrottle;
  readonly #devices: GrowingThrottle;

  /** `failures` of one user from one address are allowed in 15 minutes. `monotonic` returns ms. */
  constructor(failures: number, monotonic: () => number) {
    this.#monotonic = monotonic;
    this.#pairs = new FailureThrottle(failures);
    this.#addresses = new FailureThrottle(failures * ADDRESS_FACTOR);
    this.#accounts = new GrowingThrottle({ free: failures * ACCOUNT_FACTOR, ...ACCOUNT_WAITS });
    this.#devices = new GrowingThrottle({ free: failures, ...DEVICE_WAITS });
  }

  /** How long an attempt has to wait, ms; 0 if it need not. */
  waitFor(attempt: Attempt): number {
    const now = this.#monotonic();
    const { account, pair, device } = keysOf(attempt);
    if (device !== null) return this.#devices.waitFor(device, now);
    return Math.max(
      this.#pairs.waitFor(pair, now),
      this.#addresses.waitFor(attempt.address, now),
      this.#accounts.waitFor(account, now),
    );
  }

  /** Counts an attempt as failed. Call it before the password is checked, so that concurrent attempts are all counted. */
  begin(attempt: Attempt): void {
    const now = this.#monotonic();
    const { account, pair, device } = keysOf(attempt);
    if (device !== null) {
      this.#devices.failed(device, now);
      return;
    }
    this.#pairs.failed(pair, now);
    this.#addresses.failed(attempt.address, now);
    this.#accounts.failed(account, now);
  }

  /**
   * The password was right: forgets the failures of this user from this address, and of nobody else. Somebody with an account
   * of their own must not clear the count of what they try on others.
   */
  succeeded(attempt: Attempt): void {
    const { account, pair, device } = keysOf(attempt);
    this.#pairs.succeeded(pair);
    if (device !== null) {
      this.#devices.forgive(device);
      return;
    }
    this.#addresses.forgive(attempt.address);
    this.#accounts.forgive(account);
  }

  /** How long an address has to wait, ms; 0 if it need not. */
  waitForAddress(address: string): number {
    return this.#addresses.waitFor(address, this.#monotonic());
  }

  /** Counts a failure that was about no account. */
  addressFailed(address: string): void {
    this.#addresses.failed(address, this.#monotonic());
  }
}

function keysOf({ username, address, knownDevice }: Attempt): {
  readonly account: string;
  readonly pair: string;
  readonly device: string | null;
} {
  const account = username.toLowerCase();
  return {
    account,
    pair: `${account}|${address}`,
    device: knownDevice === null ? null : `${account}|${knownDevice}`,
  };
}
