import { createTransport } from 'nodemailer';
import type { Mail, MailPort } from './mail.ts';

/** Where mail is handed over, and as whom. */
export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** `always`: TLS from the first byte; `required`: STARTTLS, or nothing is sent; `offered`: STARTTLS where the server has it. */
  readonly tls: 'always' | 'required' | 'offered';
  /** Null where the server takes mail without a sign-in. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** The sender: an address, optionally with a name. */
  readonly from: string;
  /** The longest a message may take in all, ms. Default: 20 s. */
  readonly withinMs?: number | undefined;
  /** Certificate authorities to trust besides those of Node, PEM. */
  readonly ca?: string | undefined;
}

/** How long one message may take, ms: a visitor waits for the code. */
const WITHIN_MS = 20_000;
/** How long a server may be silent in each phase, ms. */
const SILENCE_MS = 10_000;
/** Messages on their way at a time; more are refused, so that a slow server holds no memory. */
const MAX_SENDING = 20;
/** Longest subject, and longest text, in characters. */
const MAX_SUBJECT = 200;
const MAX_TEXT = 20_000;
/** One address and nothing else: no list, no name, no line break. */
const ADDRESS = /^[^\s@<>(),;:"\\]{1,64}@[^\s@<>(),;:"\\]{1,255}$/u;

/** A message that was not handed over. Its name tells the operator why; it holds neither address, text nor password. */
class MailError extends Error {
  constructor(reason: string) {
    super('the message was not handed over to the mail server');
    this.name = `MailError ${reason}`;
  }
}

/** Returns what may be logged of a failure: a code of the library or of the system, and the server's status. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const status =
    'responseCode' in error && typeof error.responseCode === 'number' ? ` ${error.responseCode}` : '';
  return `${code.replace(/[^A-Z_]/gi, '').slice(0, 40)}${status}`;
}

/**
 * Sends mail over SMTP, one connection a message. `send` rejects with a `MailError` when the server refuses, hangs or closes, when
 * the message takes too long, or when the address is not exactly one.
 */
export function createSmtp(options: SmtpOptions): MailPort {
  const { host, port, tls, login, from, ca, withinMs = WITHIN_MS } = options;
  const silence = Math.min(SILENCE_MS, withinMs);
  const transport = createTransport({
    ...{ host, port, secure: tls === 'always', requireTLS: tls === 'required' },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    ...{ connectionTimeout: silence, greetingTimeout: silence, socketTimeout: silence, dnsTimeout: silence },
    ...{ socketCloseTimeout: 1_000, maxResponseSize: 64 * 1024 },
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    // Nothing of a message may name a file or an address to be read.
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...{ logger: false, debug: false },
  });
  let sending = 0;
  return {
    async send({ to, subject, text }: Mail) {
      if (!ADDRESS.test(to)) throw new MailError('address');
      if (sending >= MAX_SENDING) throw new MailError('busy');
      sending += 1;
      const signal = AbortSignal.timeout(withinMs);
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject: subject.replace(/\s+/g, ' ').slice(0, MAX_SUBJECT),
          text: text.slice(0, MAX_TEXT),
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal,
        });
      } catch (error) {
        throw new MailError(signal.aborted ? 'took too long' : reasonOf(error));
      } finally {
        sending -= 1;
      }
    },
  };
}
