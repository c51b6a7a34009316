import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { GROUP_WAIT_MS } from '#shared/domain/alert-groups.ts';
import { DEFAULT_MESSAGE_LIMIT, MAX_MESSAGE_LENGTH } from '#shared/domain/chat.ts';
import { Currency } from '#shared/domain/money.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { isTimeZone } from '#shared/domain/time.ts';
import { clientAddresses } from './address.ts';
import type { SmtpOptions } from './smtp.ts';

/** A token bucket: it refills with `perSecond` tokens and holds at most `burst`. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** Everything an operator can configure. Read once at the start, never changed. */
export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  /** The origin under which people reach the gateway (`https://shop.example.com`); null without a reverse proxy. */
  readonly publicUrl: string | null;
  /** Proxies whose X-Forwarded-* headers count: addresses and CIDR blocks. */
  readonly trustedProxies: readonly string[];
  /** Absolute path of the data folder: the generated secret and, by default, the database. */
  readonly dataDir: string;
  /** Absolute path of the SQLite file. */
  readonly databasePath: string;
  readonly websocket: {
    readonly path: string;
    readonly heartbeatMs: number;
    readonly maxClients: number;
    readonly compression: boolean;
  };
  readonly inventory: { readonly lowStockThreshold: number };
  /** How long the first alert of a group waits for others before the team is told. */
  readonly alerts: { readonly groupWaitMs: number };
  readonly chat: { readonly maxMessageLength: number };
  /** When payments are paid out, days after their own, and what the provider keeps, hundredths of a percent. */
  readonly payouts: { readonly delayDays: number; readonly feeBasisPoints: number };
  /** How long an agent stays available after their last connection has ended, ms. */
  readonly assignment: { readonly graceMs: number };
  readonly workspace: { readonly timeZone: string; readonly currency: string };
  readonly retention: {
    /** How long the audit log is kept. */
    readonly auditDays: number;
    readonly notificationDays: number;
    /** How long messages of conversations and rooms are kept; 0 for ever. */
    readonly messageDays: number;
  };
  /** Time between scheduled runs of the watchdog; 0 for none. */
  readonly watchdog: { readonly everyMs: number };
  readonly backup: {
    /** Time between scheduled backups; 0 for none. */
    readonly everyMs: number;
    /** Scheduled backups that are kept. */
    readonly keep: number;
    /** Absolute path of their folder. */
    readonly dir: string;
  };
  /** How mail is sent; null where it is not, and customers' addresses stay unverified. */
  readonly mail: SmtpOptions | null;
  /** How far back a new console gets rows with its first sync; older ones follow when there is time. */
  readonly syncWindowDays: number;
  /** Events the log keeps; older ones are deleted. */
  readonly logRetentionEvents: number;
  readonly auth: {
    /** Null: generated on first start and kept in the data folder. */
    readonly secret: string | null;
    readonly accessTokenMs: number;
    readonly refreshTokenMs: number;
  };
  readonly limits: {
    /** Messages of one connection, not counting acknowledgements. */
    readonly messages: RateLimit;
    /** Commands of one user over all connections and REST. */
    readonly commands: RateLimit;
    /** HTTP requests from one address. */
    readonly requests: RateLimit;
    /** Failed sign-ins of one user from one address in 15 minutes. */
    readonly loginFailures: number;
    /** Connections open at a time from one address, and consoles of one user. */
    readonly connections: { readonly perAddress: number; readonly perUser: number };
  };
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** The invalid variable and the reason, for the operator. */
export interface ConfigError {
  readonly variable: string;
  readonly message: string;
}

const integer = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .default(fallback);

const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((v) => v === 'true' || v === '1')
  .default(false);

/** An origin: a scheme, a host and perhaps a port, and nothing after them. */
const origin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (plain && url.pathname === '/' && url.search === '' && url.hash === '') return url.origin;
  context.addIssue({
    code: 'custom',
    message: 'must be an address without a path, such as https://shop.example.com',
  });
  return z.NEVER;
});

const proxies = z.string().transform((text, context) => {
  const list = text.split(',').flatMap((entry) => entry.trim() || []);
  try {
    clientAddresses(list);
    return list;
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'must be addresses or CIDR blocks, separated by commas, such as 127.0.0.1,10.0.0.0/8',
    });
    return z.NEVER;
  }
});

/** A part of an address with its escapes resolved, or as it is where they are no escapes. */
function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const SMTP_FORM =
  'must be smtp://HOST or smtps://HOST, with USER:PASSWORD@ before and :PORT after HOST if needed';

/** A mail server: `smtps` for TLS at once, `smtp` for STARTTLS. `?tls=offered` also sends where the server has no TLS. */
const smtpUrl = z.string().transform((text, context): Omit<SmtpOptions, 'from'> => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const tls = url?.searchParams.get('tls') ?? 'required';
  const plain = url?.protocol === 'smtp:' || url?.protocol === 'smtps:';
  if (
    !url ||
    !plain ||
    url.hostname === '' ||
    !['', '/'].includes(url.pathname) ||
    !/^(required|offered)$/.test(tls)
  ) {
    context.addIssue({ code: 'custom', message: SMTP_FORM });
    return z.NEVER;
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    tls: secure ? 'always' : tls === 'offered' ? 'offered' : 'required',
    login: url.username === '' ? null : { user: unescaped(url.username), password: unescaped(url.password) },
  };
});

const sender = z
  .string()
  .max(320)
  .regex(/^(?:[^<>"\r\n,;:]{1,100}<[^\s@<>,;:"]+@[^\s@<>,;:"]+>|[^\s@<>,;:"]+@[^\s@<>,;:"]+)$/, {
    error: 'must be an address, or a name and an address such as Shop <shop@example.com>',
  });

const Environment = z.object({
  HOST: z.string().trim().min(1, 'must be an address to listen on').max(255).default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  TRUSTED_PROXIES: proxies.default([]),
  WEBSOCKET_PORT: integer(3002, 0, 65_535),
  WEBSOCKET_PATH: z
    .string()
    .regex(/^\/[A-Za-z0-9/_-]{1,100}$/, 'must be a path such as /ws')
    .default('/ws'),
  WEBSOCKET_HEARTBEAT_INTERVAL: integer(10_000, 100, 600_000),
  WEBSOCKET_MAX_CLIENTS: integer(1000, 1, 100_000),
  WEBSOCKET_ENABLE_COMPRESSION: flag,
  INVENTORY_LOW_STOCK_THRESHOLD: integer(10, 0, 1_000_000),
  ALERT_GROUP_WAIT_SECONDS: integer(GROUP_WAIT_MS / 1000, 0, 3600),
  CHAT_MAX_MESSAGE_LENGTH: integer(DEFAULT_MESSAGE_LIMIT, 1, MAX_MESSAGE_LENGTH),
  PAYOUT_DELAY_DAYS: integer(2, 0, 90),
  PAYOUT_FEE_BASIS_POINTS: integer(0, 0, 5_000),
  AVAILABILITY_GRACE_SECONDS: integer(60, 0, 3600),
  WORKSPACE_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
    .default('UTC'),
  WORKSPACE_CURRENCY: Currency.default('USD'),
  AUDIT_RETENTION_DAYS: integer(365, 1, 36_500),
  NOTIFICATION_RETENTION_DAYS: integer(90, 1, 36_500),
  CHAT_MESSAGE_RETENTION_DAYS: integer(0, 0, 36_500),
  LOG_RETENTION_EVENTS: integer(1_000_000, 1, 1_000_000_000),
  WATCHDOG_EVERY: integer(1_440, 0, 44_640),
  BACKUP_EVERY: integer(0, 0, 44_640),
  BACKUP_KEEP: integer(7, 1, 10_000),
  BACKUP_DIR: z.string().min(1, 'must be a folder').optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: sender.optional(),
  SYNC_WINDOW_DAYS: integer(30, 1, 36_500),
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:.+/, 'must be sqlite:PATH')
    .optional(),
  QUAYSIDE_DATA_DIR: z.string().min(1, 'must be a folder').optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').max(1024).optional(),
  AUTH_ACCESS_TOKEN_MINUTES: integer(15, 1, 1440),
  AUTH_REFRESH_TOKEN_DAYS: integer(30, 1, 365),
  RATE_LIMIT_MESSAGES_PER_SECOND: integer(500, 1, 1_000_000),
  RATE_LIMIT_COMMANDS_PER_SECOND: integer(500, 1, 1_000_000),
  RATE_LIMIT_REQUESTS_PER_SECOND: integer(200, 1, 1_000_000),
  RATE_LIMIT_LOGIN_FAILURES: integer(10, 1, 1000),
  MAX_CONNECTIONS_PER_ADDRESS: integer(200, 1, 100_000),
  MAX_CONNECTIONS_PER_USER: integer(20, 1, 100_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

const twice = (perSecond: number): RateLimit => ({ perSecond, burst: perSecond * 2 });

/**
 * Reads the configuration from environment variables. Empty variables count as unset. The error names the first invalid
 * variable. Accesses no files.
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
): Result<GatewayConfig, ConfigError> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({
      variable: String(issue?.path[0] ?? 'environment'),
      message: issue?.message ?? 'is not valid',
    });
  }
  const e = parsed.data;
  if ((e.SMTP_URL === undefined) !== (e.MAIL_FROM === undefined))
    return err({
      variable: e.SMTP_URL === undefined ? 'SMTP_URL' : 'MAIL_FROM',
      message: 'must be set, because mail needs a server and a sender',
    });
  const dataDir = resolve(e.QUAYSIDE_DATA_DIR ?? envPaths('quayside-gateway', { suffix: '' }).data);
  return ok({
    host: e.HOST,
    port: e.WEBSOCKET_PORT,
    publicUrl: e.PUBLIC_URL ?? null,
    trustedProxies: e.TRUSTED_PROXIES,
    dataDir,
    databasePath: e.DATABASE_URL
      ? resolve(e.DATABASE_URL.slice('sqlite:'.length))
      : join(dataDir, 'gateway.db'),
    websocket: {
      path: e.WEBSOCKET_PATH,
      heartbeatMs: e.WEBSOCKET_HEARTBEAT_INTERVAL,
      maxClients: e.WEBSOCKET_MAX_CLIENTS,
      compression: e.WEBSOCKET_ENABLE_COMPRESSION,
    },
    inventory: { lowStockThreshold: e.INVENTORY_LOW_STOCK_THRESHOLD },
    alerts: { groupWaitMs: e.ALERT_GROUP_WAIT_SECONDS * 1000 },
    chat: { maxMessageLength: e.CHAT_MAX_MESSAGE_LENGTH },
    payouts: { delayDays: e.PAYOUT_DELAY_DAYS, feeBasisPoints: e.PAYOUT_FEE_BASIS_POINTS },
    assignment: { graceMs: e.AVAILABILITY_GRACE_SECONDS * 1000 },
    workspace: { timeZone: e.WORKSPACE_TIME_ZONE, currency: e.WORKSPACE_CURRENCY },
    retention: {
      auditDays: e.AUDIT_RETENTION_DAYS,
      notificationDays: e.NOTIFICATION_RETENTION_DAYS,
      messageDays: e.CHAT_MESSAGE_RETENTION_DAYS,
    },
    watchdog: { everyMs: e.WATCHDOG_EVERY * 60_000 },
    backup: {
      everyMs: e.BACKUP_EVERY * 60_000,
      keep: e.BACKUP_KEEP,
      dir: resolve(e.BACKUP_DIR ?? join(dataDir, 'backups')),
    },
    mail: e.SMTP_URL && e.MAIL_FROM !== undefined ? { ...e.SMTP_URL, from: e.MAIL_FROM } : null,
    syncWindowDays: e.SYNC_WINDOW_DAYS,
    logRetentionEvents: e.LOG_RETENTION_EVENTS,
    auth: {
      secret: e.AUTH_SECRET ?? null,
      accessTokenMs: e.AUTH_ACCESS_TOKEN_MINUTES * 60_000,
      refreshTokenMs: e.AUTH_REFRESH_TOKEN_DAYS * 86_400_000,
    },
    limits: {
      messages: twice(e.RATE_LIMIT_MESSAGES_PER_SECOND),
      commands: twice(e.RATE_LIMIT_COMMANDS_PER_SECOND),
      requests: twice(e.RATE_LIMIT_REQUESTS_PER_SECOND),
      loginFailures: e.RATE_LIMIT_LOGIN_FAILURES,
      connections: { perAddress: e.MAX_CONNECTIONS_PER_ADDRESS, perUser: e.MAX_CONNECTIONS_PER_USER },
    },
    logLevel: e.LOG_LEVEL,
  });
}
