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

  it('reads a mail server with its sign-in and sender, and asks for STARTTLS unless told otherwise', () => {
    const mail = (SMTP_URL: string, MAIL_FROM = 'Shop <shop@example.com>') =>
      loadConfig({ SMTP_URL, MAIL_FROM });
    expect(mail('smtp://kim:p%40ss%2F@mail.example.com')).toMatchObject({
      ok: true,
      value: {
        mail: {
          host: 'mail.example.com',
          port: 587,
          tls: 'required',
          login: { user: 'kim', password: 'p@ss/' },
          from: 'Shop <shop@example.com>',
        },
      },
    });
    expect(mail('smtps://mail.example.com:4650')).toMatchObject({
      value: { mail: { port: 4650, tls: 'always', login: null } },
    });
    expect(mail('smtp://[::1]:25?tls=offered')).toMatchObject({
      value: { mail: { host: '::1', tls: 'offered' } },
    });
    expect(loadConfig({})).toMatchObject({ value: { mail: null } });
    expect(loadConfig({ SMTP_URL: 'smtp://mail.example.com' })).toMatchObject({
      error: { variable: 'MAIL_FROM' },
    });
    expect(loadConfig({ MAIL_FROM: 'shop@example.com' })).toMatchObject({ error: { variable: 'SMTP_URL' } });
    const wrong = mail('https://kim:secret@mail.example.com');
    expect(wrong).toMatchObject({ ok: false, error: { variable: 'SMTP_URL' } });
    expect(JSON.stringify(wrong)).not.toContain('secret');
  });

  it.each([
    ['SMTP_URL', 'smtp://mail.example.com/box'],
    ['SMTP_URL', 'smtp://mail.example.com?tls=never'],
    ['MAIL_FROM', 'Shop'],
    ['MAIL_FROM', 'Shop <shop@example.com>\r\nBcc: x@example.com'],
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
