import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { Id, Seq, Timestamp, Uuid } from '../domain/ids.ts';
import { DEFAULT_STOCK_LIMITS, StockLimits } from '../domain/inventory.ts';
import { type Channel, isChannel } from './channels.ts';
import { ProtocolError } from './errors.ts';
import { isPermission, type Permission } from './permissions.ts';
import { ProtocolVersion } from './version.ts';

/** Largest message in either direction, bytes. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** Most events in a catch-up page. */
export const CATCH_UP_PAGE = 500;
/** A live batch is closed after this many events or this many ms. */
export const LIVE_BATCH_EVENTS = 200;
export const LIVE_BATCH_MS = 10;
/** Batches sent and not yet acknowledged, per connection. */
export const MAX_OUTSTANDING_BATCHES = 8;
/** A quiet channel gets a watermark at least this often, ms. */
export const WATERMARK_MS = 30_000;

/**
 * How far a client has applied a channel. `id` is the event at `seq` in the gateway's log (of any channel), by which a
 * gateway notices that its history is not the client's: a restored backup may have grown past the cursor again.
 */
export const Cursor = z.object({ seq: Seq, id: Uuid.nullable() });
export type Cursor = z.infer<typeof Cursor>;

/** The name of a channel as it travels. The other side may be newer and have channels this one does not know. */
const ChannelName = z.string().min(1).max(40);
/** Values by channel, at most 64. */
const byChannel = <T extends z.ZodType>(value: T) =>
  z.record(ChannelName, value).refine((all) => Object.keys(all).length <= 64, 'too many channels');
/** Cursors by channel; those of channels this version does not know are left out. */
const Cursors = byChannel(Cursor).transform(
  (cursors): Partial<Record<Channel, Cursor>> => onlyKnown(cursors),
);

/** The part of a record by channel that this version knows. */
export function onlyKnown<V>(byName: Readonly<Record<string, V>>): Partial<Record<Channel, V>> {
  return Object.fromEntries(Object.entries(byName).filter(([name]) => isChannel(name)));
}

/** Socket.IO `auth` of the handshake. */
export const Handshake = z.object({
  token: z.string().min(1).max(4096),
  protocol: ProtocolVersion,
  client: z.object({
    name: z.string().min(1).max(80),
    version: z.string().min(1).max(40),
    deviceId: z.string().min(1).max(64),
  }),
  cursors: Cursors,
});
export type Handshake = z.infer<typeof Handshake>;

/** `welcome` as it travels: permissions and channels may be newer than this version. */
export const WelcomeMessage = z.object({
  sessionId: Id,
  protocol: ProtocolVersion,
  gatewayVersion: z.string().max(40),
  user: TeamUser,
  permissions: z.array(z.string().max(100)).max(1000),
  serverTime: Timestamp,
  heartbeatMs: z.int().min(100),
  timeZone: z.string().max(64),
  currency: z.string().length(3),
  /** The workspace's limits of stock, where no threshold applies. A gateway before 1.1 does not say. */
  stockLimits: StockLimits.default(DEFAULT_STOCK_LIMITS),
  channels: z.array(z.object({ name: ChannelName, head: Seq, floor: Seq })).max(1000),
});

/** Server → client `welcome`: who the client is, what it may see, where the log stands. */
export interface Welcome extends Omit<z.infer<typeof WelcomeMessage>, 'permissions' | 'channels'> {
  readonly permissions: readonly Permission[];
  readonly channels: readonly { readonly name: Channel; readonly head: number; readonly floor: number }[];
}

/**
 * Reads a welcome. Permissions, channels and fields this version does not know are left out and counted as `newer`; null
 * for what is no welcome.
 */
export function readWelcome(payload: unknown): { readonly welcome: Welcome; readonly newer: number } | null {
  const parsed = WelcomeMessage.safeParse(payload);
  if (!parsed.success) return null;
  const permissions = parsed.data.permissions.filter(isPermission);
  const channels = parsed.data.channels.flatMap(({ name, head, floor }) =>
    isChannel(name) ? [{ name, head, floor }] : [],
  );
  const fields = Object.keys(payload as object).filter((key) => !Object.hasOwn(WelcomeMessage.shape, key));
  const newer =
    parsed.data.permissions.length -
    permissions.length +
    (parsed.data.channels.length - channels.length) +
    fields.length;
  return { welcome: { ...parsed.data, permissions, channels }, newer };
}

/**
 * Server → client `events`: one batch, acknowledged as a whole by `ack { batch }` once it is committed. `after` says, per
 * channel in the batch, what cursor the batch follows on: a client whose cursor is lower has missed something and asks for
 * that channel again. Events ascend by seq. They are parsed one by one: a bad one does not spoil its batch.
 */
export const EventsMessage = z.object({
  batch: z.int().min(1),
  mode: z.enum(['catch_up', 'live']),
  after: byChannel(Seq),
  events: z.array(z.unknown()).max(CATCH_UP_PAGE),
});
export type EventsMessage = z.infer<typeof EventsMessage>;

/** Client → server `ack`: this batch or snapshot page, and all sent before it on this connection, are committed (or staged). */
export const AckMessage = z.object({ batch: z.int().min(1) });

/** Server → client `caught_up`: the channel is complete up to the cursor; live batches follow. */
export const CaughtUpMessage = z.object({ channel: ChannelName, cursor: Cursor });
/** Server → client `watermark`: nothing for this channel up to the cursor. */
export const WatermarkMessage = z.object({
  marks: z.array(z.object({ channel: ChannelName, after: Seq, cursor: Cursor })).max(256),
});

export const SNAPSHOT_REASONS = ['initial', 'below_floor', 'history_changed'] as const;
/** Server → client `snapshot_begin`, `snapshot_page`, `snapshot_end`: the channel's projection anew, replaced atomically at the end. */
export const SnapshotBegin = z.object({ channel: ChannelName, reason: z.enum(SNAPSHOT_REASONS) });
export const SnapshotPage = z.object({
  batch: z.int().min(1),
  channel: ChannelName,
  rows: z.array(z.object({ kind: z.string().max(40), row: z.unknown() })).max(1000),
});
export const SnapshotEnd = z.object({
  batch: z.int().min(1),
  channel: ChannelName,
  cursor: Cursor,
  rows: z.int().min(0),
});

/** Client → server `resync`: start these channels again from these cursors (a gap was noticed, or a snapshot broke off). */
export const ResyncMessage = z.object({ cursors: Cursors });
/** Client → server `token`: a fresh access token for the running session. Server answers with an acknowledgement. */
export const TokenMessage = z.object({ token: z.string().min(1).max(4096) });
/** Client → server `heartbeat` with an acknowledgement `{ serverTime }`; missing two in a row means the link is dead. */
export const HeartbeatMessage = z.object({ sentAt: Timestamp });
export const HeartbeatAck = z.object({ serverTime: Timestamp });

/** Both ways `signal`: volatile, never logged. Expires on its own. */
export const SignalMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('typing'),
    conversationId: Id,
    name: z.string().max(200),
    who: z.enum(['user', 'customer']),
    expiresAt: Timestamp,
  }),
  z.object({
    type: z.literal('viewing'),
    conversationId: Id,
    name: z.string().max(200),
    hasDraft: z.boolean(),
    expiresAt: Timestamp,
  }),
]);
export type SignalMessage = z.infer<typeof SignalMessage>;

/** Server → client `problem`: something the client sent was refused; the session goes on. */
export const ProblemMessage = z.object({ about: z.string().max(80), error: ProtocolError });

/** Names of all messages, in both directions; `command` carries a CommandEnvelope and is acknowledged with a Reply. */
export const CLIENT_MESSAGES = ['command', 'ack', 'resync', 'token', 'heartbeat', 'signal'] as const;
export const SERVER_MESSAGES = [
  'welcome',
  'events',
  'caught_up',
  'watermark',
  'snapshot_begin',
  'snapshot_page',
  'snapshot_end',
  'signal',
  'problem',
] as const;
