import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmtp, type SmtpOptions } from '../../src/gateway/smtp.ts';
import { folderPerTest } from '../support/per-test.ts';

type ServerOptions = NonNullable<ConstructorParameters<typeof SMTPServer>[0]>;

const PASSWORD = 'harbour-4711';
const MAIL = { to: 'kim@example.com', subject: '123456 is your code', text: 'Enter 123456.\n.\nBye' };
const folder = folderPerTest('smtp');
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: unknown;
  readonly secure: boolean;
  readonly source: string;
}

/** A mail server that keeps what it receives. */
async function mailServer(options: ServerOptions = {}): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      password === PASSWORD ? done(null, { user: username }) : done(new Error('wrong')),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: session.user,
          secure: session.secure,
          source: Buffer.concat(parts).toString(),
        });
        done(null);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  ends.push(() => new Promise<void>((done) => server.close(() => done())));
  return { port: portOf(listening), received };
}

/** A server that says what `talk` lets it say. */
async function rawServer(talk: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server);
}

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address)) throw new Error('no port');
  return Number(address.port);
}

const smtp = (port: number, options: Partial<SmtpOptions> = {}) =>
  createSmtp({
    ...{ host: '127.0.0.1', port, tls: 'offered', login: null, from: 'Shop <shop@example.com>' },
    ...options,
  });

/** What the failure of a message says in all. */
async function failure(sent: Promise<void>): Promise<string> {
  const error = await sent.then(
    () => new Error('it was sent'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('no error');
  return `${error.name}: ${error.message} ${JSON.stringify(error, Object.getOwnPropertyNames(error))}`;
}

const withoutTls: ServerOptions = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true };

describe('mail over SMTP', () => {
  it('is handed over with its sender, recipient, subject and text', async () => {
    const { port, received } = await mailServer(withoutTls);
    await smtp(port).send(MAIL);
    expect(received).toMatchObject([{ from: 'shop@example.com', to: ['kim@example.com'] }]);
    const source = received[0]?.source ?? '';
    expect(source).toMatch(/^From: Shop <shop@example.com>\r$/m);
    expect(source).toMatch(/^Subject: 123456 is your code\r$/m);
    expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(source).toContain('\r\n\r\nEnter 123456.\r\n.\r\nBye');
  });

  it('is sent over TLS with a sign-in, to a server whose certificate is trusted', async () => {
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder.path, name));
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key ?? '', '-out', cert ?? ''],
        ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ],
      { stdio: 'pipe' },
    );
    const ca = readFileSync(cert ?? '', 'utf8');
    const { port, received } = await mailServer({ key: readFileSync(key ?? ''), cert: ca });
    const login = { user: 'shop', password: PASSWORD };
    await smtp(port, { host: 'localhost', tls: 'required', login, ca }).send(MAIL);
    expect(received).toMatchObject([{ user: 'shop', secure: true }]);
    expect(await failure(smtp(port, { host: 'localhost', tls: 'required', login }).send(MAIL))).toMatch(
      /^MailError (ETLS|ESOCKET)/,
    );
    expect(received.length).toBe(1);
  });

  it('is not sent where TLS is required and the server has none', async () => {
    let signedIn = 0;
    const { port, received } = await mailServer({
      ...withoutTls,
      onAuth: (_auth, _session, done) => {
        signedIn += 1;
        done(null, { user: 'x' });
      },
    });
    const login = { user: 'shop', password: PASSWORD };
    expect(await failure(smtp(port, { tls: 'required', login }).send(MAIL))).toMatch(/^MailError ETLS/);
    expect([signedIn, received.length]).toEqual([0, 0]);
  });

  it('fails in time where the server is silent, before the greeting and after the text', async () => {
    const silent = await rawServer(() => undefined);
    expect(await failure(smtp(silent, { withinMs: 200 }).send(MAIL))).toMatch(/^MailError \w/);
    let texts = 0;
    const swallows = await mailServer({
      ...withoutTls,
      onData: (stream) => {
        stream.resume();
        stream.on('end', () => {
          texts += 1;
        });
      },
    });
    expect(await failure(smtp(swallows.port, { withinMs: 400 }).send(MAIL))).toMatch(/^MailError \w/);
    expect(texts).toBe(1);
  });

  it('fails in time where the server goes on talking without an end', async () => {
    const port = await rawServer((socket) => {
      const timer = setInterval(() => socket.write('220-still here\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await failure(smtp(port, { withinMs: 300 }).send(MAIL))).toMatch(/^MailError took too long/);
  });

  it('fails where the server refuses the recipient or the sign-in, and says neither address nor password', async () => {
    const refusing = await mailServer({
      ...withoutTls,
      onRcptTo: ({ address }, _session, done) =>
        done(Object.assign(new Error(`no ${address}`), { responseCode: 550 })),
    });
    const refused = await failure(smtp(refusing.port).send(MAIL));
    expect(refused).toMatch(/^MailError EENVELOPE 550/);
    expect(refused).not.toContain('kim@example.com');
    const { port } = await mailServer(withoutTls);
    const login = { user: 'shop', password: `${PASSWORD}-wrong` };
    const unknown = await failure(smtp(port, { login }).send(MAIL));
    expect(unknown).toMatch(/^MailError EAUTH 535/);
    expect(unknown).not.toContain(PASSWORD);
  });

  it('fails where nobody listens, and where the server closes midway', async () => {
    const gone = await rawServer(() => undefined);
    for (const end of ends.splice(0)) await end();
    expect(await failure(smtp(gone).send(MAIL))).toMatch(/^MailError (ESOCKET|ECONN)/);
    const port = await rawServer((socket) => {
      socket.write('220 mail\r\n');
      socket.on('data', (data) => {
        if (/^EHLO/.test(data.toString())) socket.write('250 mail\r\n');
        else socket.destroy();
      });
    });
    expect(await failure(smtp(port).send(MAIL))).toMatch(/^MailError \w/);
  });

  it('cannot be given other recipients or headers', async () => {
    const { port, received } = await mailServer(withoutTls);
    const { send } = smtp(port);
    for (const to of [
      'kim@example.com\r\nBcc: eve@example.com',
      'kim@example.com, eve@example.com',
      'Kim <kim@example.com>',
      'kim@example.com>\r\nRCPT TO:<eve@example.com',
      '',
    ])
      expect(await failure(send({ ...MAIL, to }))).toMatch(/^MailError address/);
    expect(received).toEqual([]);
    await send({ ...MAIL, subject: 'Code\r\nBcc: eve@example.com\r\n\r\nBody' });
    expect(received).toMatchObject([{ to: ['kim@example.com'] }]);
    const head = received[0]?.source.split('\r\n\r\n')[0] ?? '';
    expect(head).toMatch(/^Subject: Code Bcc: eve@example.com Body\r$/m);
    expect(head).not.toMatch(/^Bcc:/m);
  });

  it('is refused while twenty messages are on their way', async () => {
    const { send } = smtp(await rawServer(() => undefined), { withinMs: 500 });
    const waiting = Array.from({ length: 20 }, () => failure(send(MAIL)));
    expect(await failure(send(MAIL))).toMatch(/^MailError busy/);
    for (const one of await Promise.all(waiting)) expect(one).not.toContain('busy');
  });
});
