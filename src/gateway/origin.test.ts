import { describe, expect, it } from 'vitest';
import { createPageCheck } from './origin.ts';

const SHOP = 'https://shop.example.com';

describe('pages that may ask', () => {
  it.each([
    // listens on, public address, Host, Origin, allowed
    ['127.0.0.1', null, '127.0.0.1:3002', undefined, true],
    ['127.0.0.1', null, '127.0.0.1:3002', 'http://127.0.0.1:3002', true],
    ['127.0.0.1', null, '127.0.0.1:3002', 'https://evil.example', false],
    ['127.0.0.1', null, 'rebound.example:3002', 'http://rebound.example:3002', false],
    ['127.0.0.1', null, undefined, undefined, false],
    ['127.0.0.1', SHOP, 'shop.example.com', undefined, true],
    ['127.0.0.1', SHOP, 'shop.example.com', SHOP, true],
    ['127.0.0.1', SHOP, '127.0.0.1:3002', SHOP, true],
    ['127.0.0.1', SHOP, 'shop.example.com', 'http://shop.example.com', false],
    ['127.0.0.1', SHOP, 'shop.example.com', 'https://evil.example', false],
    ['127.0.0.1', SHOP, 'rebound.example', 'https://rebound.example', false],
    ['127.0.0.1', SHOP, '127.0.0.1:3002', 'http://127.0.0.1:3002', true],
    ['0.0.0.0', null, 'gateway.lan:3002', 'http://gateway.lan:3002', true],
    ['0.0.0.0', SHOP, '192.168.1.5:3002', 'http://192.168.1.5:3002', true],
    ['0.0.0.0', SHOP, 'rebound.example:3002', 'http://rebound.example:3002', false],
    ['0.0.0.0', SHOP, 'shop.example.com', 'null', false],
  ])('listening on %s as %s: Host %s, Origin %s: %s', (host, publicUrl, header, origin, allowed) => {
    const headers = {
      ...(header === undefined ? {} : { host: header }),
      ...(origin === undefined ? {} : { origin }),
    };
    // A page of the public name without TLS has another origin, and so has no business here.
    expect(createPageCheck({ host, publicUrl })(headers)).toBe(allowed);
  });
});
