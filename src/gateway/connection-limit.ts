import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { addressKey, type ClientAddresses } from './address.ts';

/** Something that ends: a socket or a response. */
interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

/**
 * Bounds how many connections one address has open. A proxy's connections serve many clients, so they are not counted
 * themselves: what it passes on that stays open, WebSockets and event streams, is counted for the client's address.
 */
export class ConnectionLimit {
  readonly #clients: ClientAddresses;
  readonly #perAddress: number;
  readonly #open = new Map<string, number>();

  constructor(clients: ClientAddresses, perAddress: number) {
    this.#clients = clients;
    this.#perAddress = perAddress;
  }

  /** Addresses with a counted connection. */
  get size(): number {
    return this.#open.size;
  }

  /** Counts a new connection until it closes. Returns false when its address has too many. */
  accept(socket: Socket): boolean {
    const peer = socket.remoteAddress;
    return peer === undefined || this.#clients.trusts(peer) || this.#count(addressKey(peer), socket);
  }

  /** Counts what a trusted proxy passes on until `closing` closes. Returns false when the client has too many. */
  hold(request: IncomingMessage, closing: Closing): boolean {
    if (!this.#clients.trusts(request.socket.remoteAddress)) return true;
    return this.#count(addressKey(this.#clients.of(request)), closing);
  }

  #count(key: string, closing: Closing): boolean {
    const open = this.#open.get(key) ?? 0;
    if (open >= this.#perAddress) return false;
    this.#open.set(key, open + 1);
    closing.once('close', () => {
      const left = (this.#open.get(key) ?? 1) - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    });
    return true;
  }
}
