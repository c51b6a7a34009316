import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { Id, Seq, Timestamp, Uuid } from '../domain/ids.ts';
import { DEFAULT_STOCK_LIMITS, StockLimits } from '../domain/inventory.ts';
import { type Channel, isChannel } from './channels.ts';
import { ProtocolError } from './errors.ts';
import { isPermission, type Permission } from './permissions.ts';
import { ProtocolVersion } from './version.ts';

/** The maximum size of a message in either direction, bytes. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** The maximum number of events in a catch-up page. */
export const CATCH_UP_PAGE = 500;
/** A live batch is sent after this number of events or this time, ms, whichever comes first. */
export const LIVE_BATCH_EVENTS = 200;
export const LIVE_BATCH_MS = 10;
/** The maximum number of unacknowledged batches per connection. */
export const MAX_OUTSTANDING_BATCHES = 8;
/** The maximum time between watermarks of a channel without events, ms. */
export const WATERMARK_MS = 30_000;

/**
 * The position up to which a client has applied a channel. `id` is the id of the event at `seq` in the gateway's log, in any
 * channel. With it, a gateway detects that its history differs from the client's: a restored backup may since have grown
 * past the cursor.
 */
export const Cursor = z.object({ seq: Seq, id: Uuid.nullable() });
export type Cursor = z.infer<typeof Cursor>;

/** The name of a channel in a message. A newer peer may have channels that this version does not know. */
const ChannelName = z.string().min(1).max(40);
/** Values by channel, at most 64. */
const byChannel = <T extends z.ZodType>(value: T) =>
  z.record(ChannelName, value).refine((all) => Object.keys(all).length <= 64, 'There are too many channels.');
/** Cursors by channel. Parsing drops those of channels that this version does not know. */
const Cursors = byChannel(Cursor).transform(
  (cursors): Partial<Record<Channel, Cursor>> => onlyKnown(cursors),
);

/** Returns a record by channel without the channels that this version does not know. */
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

/** Server → client `welcome`, unread: permissions and channels may be newer than this version. */
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
  /** The workspace's stock limits, for levels to which no threshold applies. Gateways before 1.1 do not send them. */
  stockLimits: StockLimits.default(DEFAULT_STOCK_LIMITS),
  channels: z.array(z.object({ name: ChannelName, head: Seq, floor: Seq })).max(1000),
});

/** Server → client `welcome`: the user, the permissions, and the head and floor of each channel. */
export interface Welcome extends Omit<z.infer<typeof WelcomeMessage>, 'permissions' | 'channels'> {
  readonly permissions: readonly Permission[];
  readonly channels: readonly { readonly name: Channel; readonly head: number; readonly floor: number }[];
}

/**
 * Reads a welcome. Permissions, channels and fields that this version does not know are dropped and counted as `newer`.
 * Returns null for anything but a welcome.
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
 * Server → client `events`: one batch, acknowledged as a whole by `ack { batch }` once it is committed. `after` has, for
 * each channel in the batch, the sequence number that the batch follows. A client whose cursor is lower has missed events
 * and resyncs the channel. Events are sorted by `seq` and parsed one by one, so that a malformed one does not affect the
 * others.
 */
export const EventsMessage = z.object({
  batch: z.int().min(1),
  mode: z.enum(['catch_up', 'live']),
  after: byChannel(Seq),
  events: z.array(z.unknown()).max(CATCH_UP_PAGE),
});
export type EventsMessage = z.infer<typeof EventsMessage>;

/**
 * Client → server `ack`: this batch, and all batches sent before it on this connection, are committed. Snapshot pages count
 * as batches and are acknowledged once they are staged.
 */
export const AckMessage = z.object({ batch: z.int().min(1) });

/** Server → client `caught_up`: the channel is complete up to the cursor; live batches follow. */
export const CaughtUpMessage = z.object({ channel: ChannelName, cursor: Cursor });
/** Server → client `watermark`: the channel has no events between `after` and the cursor. */
export const WatermarkMessage = z.object({
  marks: z.array(z.object({ channel: ChannelName, after: Seq, cursor: Cursor })).max(256),
});

/**
 * The reasons for a snapshot: the client has no cursor, the events after its cursor were trimmed, or its history is not the
 * gateway's.
 */
export const SNAPSHOT_REASONS = ['initial', 'below_floor', 'history_changed'] as const;
/** Server → client `snapshot_begin`: starts a snapshot of a channel's rows. */
export const SnapshotBegin = z.object({ channel: ChannelName, reason: z.enum(SNAPSHOT_REASONS) });
/** Server → client `snapshot_page`: some of the rows. */
export const SnapshotPage = z.object({
  batch: z.int().min(1),
  channel: ChannelName,
  rows: z.array(z.object({ kind: z.string().max(40), row: z.unknown() })).max(1000),
});
/** Server → client `snapshot_end`: the client replaces the channel atomically. `rows` is the number of rows sent. */
export const SnapshotEnd = z.object({
  batch: z.int().min(1),
  channel: ChannelName,
  cursor: Cursor,
  rows: z.int().min(0),
});

/** Client → server `resync`: requests channels again from these cursors, after a gap or an incomplete snapshot. */
export const ResyncMessage = z.object({ cursors: Cursors });
/** Client → server `token`: a new access token for the open connection. The server acknowledges it. */
export const TokenMessage = z.object({ token: z.string().min(1).max(4096) });
/** Client → server `heartbeat`. The server acknowledges it with a HeartbeatAck. */
export const HeartbeatMessage = z.object({ sentAt: Timestamp });
/** The acknowledgement of a heartbeat. */
export const HeartbeatAck = z.object({ serverTime: Timestamp });

/** `signal`, in both directions: a volatile message that is never logged and expires at `expiresAt`. */
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

/**
 * Server → client `problem`: a message of the client was refused, or the server cannot continue. `about` names the message,
 * or is `session` if the connection is about to be closed.
 */
export const ProblemMessage = z.object({ about: z.string().max(80), error: ProtocolError });

/**
 * The names of all messages of a client. `command` has a CommandEnvelope and is acknowledged with a Reply. So does
 * `withdraw`: a command that has not run never will, and the reply is the refusal `withdrawn`; one that has run is answered
 * with its stored reply. Gateways before 1.2 do not know `withdraw`.
 */
export const CLIENT_MESSAGES = [
  'command',
  'withdraw',
  'ack',
  'resync',
  'token',
  'heartbeat',
  'signal',
] as const;
/** The names of all messages of a server. */
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
