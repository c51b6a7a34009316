import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, clientAddresses } from './address.ts';

/** The parts of a request that the rule looks at. */
const from = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as IncomingMessage;

describe('the address of a client', () => {
  const clients = clientAddresses(['10.0.0.1', '192.168.0.0/16', 'loopback']);

  it.each([
    ['of the connection, without a proxy', '203.0.113.9', undefined, '203.0.113.9'],
    ['of the connection, where the peer is not trusted', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['named by a trusted proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['named by the proxy, not by the client', '10.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['before all trusted proxies', '10.0.0.1', '198.51.100.1, 192.168.3.4', '198.51.100.1'],
    ['of an IPv4 client on an IPv6 socket', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['behind a proxy on an IPv6 socket', '::ffff:10.0.0.1', '2001:DB8::1', '2001:db8::1'],
    ['of the proxy, where it names none', '10.0.0.1', undefined, '10.0.0.1'],
    ['of the proxy, where it names nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['unknown, where the connection is gone', undefined, '198.51.100.1', 'unknown'],
  ])('is that %s', (_what, peer, forwarded, expected) => {
    expect(clients.of(from(peer, forwarded))).toBe(expected);
  });

  it('is never taken from a header where no proxy is trusted', () => {
    fc.assert(
      fc.property(fc.string(), (header) => clientAddresses([]).of(from('127.0.0.1', header)) === '127.0.0.1'),
    );
  });

  it('is an address, whatever a trusted proxy passes on', () => {
    fc.assert(
      fc.property(fc.string(), (header) => /^[\da-f:.]+$/.test(clients.of(from('127.0.0.1', header)))),
    );
  });
});

describe('the key of an address', () => {
  it('is the address for IPv4, and the network for IPv6', () => {
    expect(addressKey('203.0.113.9')).toBe('203.0.113.9');
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(addressKey('2001:0db8:1:2::9')).toBe('2001:db8:1:2::/64');
    expect(addressKey('2001:db8::9')).toBe('2001:db8:0:0::/64');
    expect(addressKey('::1')).toBe('0:0:0:0::/64');
    expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  });
});
