import { once } from 'node:events';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.ts';
import { until } from '../support/wait.ts';

const PASSWORD = 'harbour-4711';
const EMAIL = 'vera@example.com';
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A mail server without TLS that keeps the texts it receives, or refuses every recipient. */
async function mailServer(refuses: boolean): Promise<{ port: number; texts: string[] }> {
  const texts: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onRcptTo: ({ address }, _session, done) =>
      done(refuses ? Object.assign(new Error(`no ${address}`), { responseCode: 550 }) : null),
    onData(stream, _session, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      stream.on('end', () => {
        texts.push(text);
        done(null);
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  ends.push(() => new Promise<void>((done) => server.close(() => done())));
  const address = listening.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { port: address.port, texts };
}

async function gatewayWithMail(port: number) {
  const lines: string[] = [];
  const gateway = await startTestGateway(
    {
      SMTP_URL: `smtp://shop:${PASSWORD}@127.0.0.1:${port}?tls=offered`,
      MAIL_FROM: 'Shop <shop@example.com>',
    },
    { logger: pino({ level: 'trace' }, { write: (line) => void lines.push(line) }) },
  );
  ends.unshift(() => gateway.stop());
  let cookie = '';
  const ask = async (path: string, body: unknown): Promise<Response> => {
    const answer = await fetch(`${gateway.url}/widget/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  return { gateway, ask, log: () => lines.join('') };
}

it('a visitor gets a code by mail, and is the customer of that address from then on', async () => {
  const { port, texts } = await mailServer(false);
  const { gateway, ask, log } = await gatewayWithMail(port);
  expect((await ask('session', { name: 'Vera', email: EMAIL, orderNumber: null })).status).toBe(200);
  await until('the mail', () => texts.length === 1);
  const code = /Subject: (\d{6}) is your code/.exec(texts[0] ?? '')?.[1] ?? '';
  expect((await ask('verify', { code: code === '000000' ? '111111' : '000000' })).status).toBe(400);
  expect((await ask('verify', { code })).status).toBe(200);
  expect(gateway.gateway.sql.prepare('SELECT email FROM widget_customers').pluck().all()).toEqual([EMAIL]);
  expect(log()).not.toContain(PASSWORD);
  expect(log()).not.toContain(code);
});

it('a mail server that refuses is in the log without address and password, and ends nothing', async () => {
  const { port } = await mailServer(true);
  const { gateway, ask, log } = await gatewayWithMail(port);
  expect((await ask('session', { name: 'Vera', email: EMAIL, orderNumber: null })).status).toBe(200);
  await until('the warning', () => log().includes('mail_failed'));
  expect(log()).toContain('MailError EENVELOPE 550');
  expect(log()).not.toContain(PASSWORD);
  expect(log()).not.toContain(EMAIL);
  expect((await fetch(`${gateway.url}/api/health`)).status).toBe(200);
});
