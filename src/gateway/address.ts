import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';

/** The address of a client whose connection has ended before it was asked for. */
const UNKNOWN = 'unknown';

/** Tells which client a request comes from: the one home of this rule, for REST, sockets and the widget. */
export interface ClientAddresses {
  /** Whether the other end of a connection is a proxy whose X-Forwarded-* headers count. */
  trusts(peer: string | undefined): boolean;
  /**
   * The client's address: of the connection, or the last untrusted one in X-Forwarded-For where a trusted proxy sent the
   * request. What an untrusted peer writes into that header is ignored.
   */
  of(request: IncomingMessage): string;
}

/** Creates the rule from `TRUSTED_PROXIES`: addresses, CIDR blocks, `loopback`, `linklocal` or `uniquelocal`. Throws TypeError. */
export function clientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const trusted = trustedProxies.length > 0 ? proxyAddr.compile([...trustedProxies]) : () => false;
  const trusts = (peer: string | undefined): boolean => peer !== undefined && trusted(peer, 0);
  return {
    trusts,
    of(request) {
      const peer = request.socket.remoteAddress;
      if (peer === undefined) return UNKNOWN;
      if (!trusts(peer)) return plain(peer);
      const client = plain(proxyAddr(request, trusted));
      // A trusted proxy that passes on what is no address: all that is known is the proxy.
      return isIP(client) === 0 ? plain(peer) : client;
    },
  };
}

/** Writes an IPv4 address that arrived over an IPv6 socket as IPv4. */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.toLowerCase();
}

/**
 * The key under which limits count an address. One customer's IPv6 network is a /64 and holds 2⁶⁴ addresses, so it counts
 * as one.
 */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const given = [...before, ...after].reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0);
  const zeros: string[] = Array(tail === undefined ? 0 : Math.max(0, 8 - given)).fill('0');
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
