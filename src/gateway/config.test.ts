import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

describe('loadConfig', () => {
  it('has a default for everything, and counts an empty variable as absent', () => {
    const config = loadConfig({ WEBSOCKET_PORT: '', QUAYSIDE_DATA_DIR: '/tmp/q' });
    expect(config).toMatchObject({
      ok: true,
      value: {
        port: 3002,
        host: '127.0.0.1',
        databasePath: '/tmp/q/gateway.db',
        websocket: { path: '/ws', compression: false },
      },
    });
  });

  it('takes the database from DATABASE_URL', () => {
    expect(loadConfig({ DATABASE_URL: 'sqlite:/data/shop.db' })).toMatchObject({
      ok: true,
      value: { databasePath: '/data/shop.db' },
    });
  });

  it.each([
    ['WEBSOCKET_PORT', '70000'],
    ['WEBSOCKET_PORT', '-1'],
    ['WEBSOCKET_PORT', '30x'],
    ['WEBSOCKET_PATH', 'ws'],
    ['WEBSOCKET_HEARTBEAT_INTERVAL', '1'],
    ['WEBSOCKET_ENABLE_COMPRESSION', 'yes please'],
    ['WORKSPACE_TIME_ZONE', 'Mars/Olympus'],
    ['WORKSPACE_CURRENCY', 'usd'],
    ['CHAT_MAX_MESSAGE_LENGTH', '0'],
    ['DATABASE_URL', 'postgres://x'],
    ['AUTH_SECRET', 'short'],
    ['LOG_RETENTION_EVENTS', '0'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s when it is %s', (variable, value) => {
    const config = loadConfig({ [variable]: value });
    expect(config.ok).toBe(false);
    if (config.ok) return;
    expect(config.error.variable).toBe(variable);
    expect(config.error.message).not.toBe('');
  });
});
