import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { DEFAULT_MESSAGE_LIMIT, MAX_MESSAGE_LENGTH } from '../domain/chat.ts';
import { Id, Seq, Timestamp, Uuid } from '../domain/ids.ts';
import { DEFAULT_STOCK_LIMITS, StockLimits } from '../domain/inventory.ts';
import { MessageRetentionDays } from '../domain/message-retention.ts';
import { type Channel, isChannel } from './channels.ts';
import { ProtocolError } from './errors.ts';
import { isPermission, type Permission } from './permissions.ts';
import { ProtocolVersion } from './version.ts';

/** The maximum size of a message in either direction, bytes. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** The maximum number of events in a catch-up page. */
export const CATCH_UP_PAGE = 400;
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

/** The maximum size of a page of a snapshot or of history: rows, and bytes of their JSON. */
export const ROW_PAGE = { rows: 500, bytes: 64 * 1024 } as const;

/** A position in a snapshot or in history, given by the gateway and returned unchanged. */
const Position = z.string().min(1).max(1000);

/**
 * An interrupted snapshot that the client wants to go on with: its cursor, the position after the last page that was kept,
 * and the number of rows received. The gateway goes on from there, or starts again if its log no longer reaches back to the
 * cursor.
 */
export const SnapshotProgress = z.object({ cursor: Cursor, after: Position, rows: z.int().min(0) });
export type SnapshotProgress = z.infer<typeof SnapshotProgress>;
/** Interrupted snapshots by channel. Gateways before 1.2 ignore them and start again. */
const Progress = byChannel(SnapshotProgress)
  .transform((progress): Partial<Record<Channel, SnapshotProgress>> => onlyKnown(progress))
  .optional();

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
  snapshots: Progress,
});
export type Handshake = z.infer<typeof Handshake>;

/**
 * Server → client `workspace`: the settings that everyone sees, in the welcome and again when one of them changes. Gateways
 * before 1.3 send it in the welcome only.
 */
export const WorkspaceMessage = z.object({
  timeZone: z.string().max(64),
  currency: z.string().length(3),
  /** The workspace's stock limits, for levels to which no threshold applies. Gateways before 1.1 do not send them. */
  stockLimits: StockLimits.default(DEFAULT_STOCK_LIMITS),
  /** The longest message that a conversation takes, UTF-16 units. Earlier gateways do not say. */
  maxMessageLength: z.int().min(1).max(MAX_MESSAGE_LENGTH).default(DEFAULT_MESSAGE_LIMIT),
  /** How long messages are kept, days; 0 for ever, as earlier gateways do. */
  messageRetentionDays: MessageRetentionDays.default(0),
});
export type WorkspaceMessage = z.infer<typeof WorkspaceMessage>;

/** Server → client `welcome`, unread: permissions and channels may be newer than this version. */
export const WelcomeMessage = z.object({
  sessionId: Id,
  protocol: ProtocolVersion,
  gatewayVersion: z.string().max(40),
  user: TeamUser,
  permissions: z.array(z.string().max(100)).max(1000),
  serverTime: Timestamp,
  heartbeatMs: z.int().min(100),
  ...WorkspaceMessage.shape,
  /** Whether this is a demo store, whose data is made up. Gateways before 1.3 do not say. */
  demo: z.boolean().default(false),
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
export const SnapshotBegin = z.object({
  channel: ChannelName,
  reason: z.enum(SNAPSHOT_REASONS),
  /**
   * The position in the log when the snapshot was begun. Its rows are at least that new, and the events after it follow.
   * Gateways before 1.2 send it with the end only; such a snapshot cannot be resumed.
   */
  cursor: Cursor.optional(),
  /** If it goes on where the client said: the rows sent before. Otherwise the client discards what it has received. */
  resumedAt: z.int().min(0).nullable().default(null),
});
/** Rows with their kinds. */
const Rows = z.array(z.object({ kind: z.string().max(40), row: z.unknown() })).max(1000);
/** Server → client `snapshot_page`: some of the rows, and the position after them. */
export const SnapshotPage = z.object({
  batch: z.int().min(1),
  channel: ChannelName,
  rows: Rows,
  after: Position.optional(),
});
/**
 * What a snapshot has of one kind of row that has a history: all rows since `from`. Older ones are requested with `history`,
 * from `before` on, first those since `windowFrom`.
 */
export const HistoryRange = z.object({
  kind: z.string().min(1).max(40),
  from: Timestamp,
  windowFrom: Timestamp,
  before: Position.nullable(),
});
export type HistoryRange = z.infer<typeof HistoryRange>;
/**
 * Server → client `snapshot_end`: the client replaces the channel atomically. `rows` is the number of rows sent, and
 * `history` has the kinds of rows of which older ones exist. Without it, the rows are all there are.
 */
export const SnapshotEnd = z.object({
  batch: z.int().min(1),
  channel: ChannelName,
  cursor: Cursor,
  rows: z.int().min(0),
  history: z.array(HistoryRange).max(64).default([]),
});

/** One record that rows belong to: the movements of an item, the messages of a conversation. */
export const HistoryScope = z.object({ kind: z.string().min(1).max(40), id: Id });
export type HistoryScope = z.infer<typeof HistoryScope>;
/**
 * Client → server `history`: requests the page of older rows of a kind before a position, newest first. With `of`, only those
 * of one record. The server acknowledges it with a HistoryAnswer. It answers one request of a connection at a time, and one
 * that is not `urgent` only while no live events wait.
 */
export const HistoryMessage = z.object({
  channel: ChannelName,
  kind: z.string().min(1).max(40),
  before: Position.nullable(),
  of: HistoryScope.nullable(),
  urgent: z.boolean(),
});
export type HistoryMessage = z.infer<typeof HistoryMessage>;
/**
 * A page of history. Together with what the client has, the rows are complete since `from`. `before` is the position of the
 * next page, null after the last. The rows are as new as all events that were sent before this answer.
 */
export const HistoryPage = z.object({
  ok: z.literal(true),
  rows: Rows,
  from: Timestamp,
  before: Position.nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;
/** The acknowledgement of `history`. */
export const HistoryAnswer = z.discriminatedUnion('ok', [
  HistoryPage,
  z.object({ ok: z.literal(false), error: ProtocolError }),
]);

/** Client → server `resync`: requests channels again from these cursors, after a gap or an incomplete snapshot. */
export const ResyncMessage = z.object({ cursors: Cursors, snapshots: Progress });
/** Client → server `token`: a new access token for the open connection. The server acknowledges it. */
export const TokenMessage = z.object({ token: z.string().min(1).max(4096) });
/** Client → server `heartbeat`. The server acknowledges it with a HeartbeatAck. */
export const HeartbeatMessage = z.object({ sentAt: Timestamp });
/** The acknowledgement of a heartbeat. */
export const HeartbeatAck = z.object({ serverTime: Timestamp });

/**
 * `signal`, in both directions: a volatile message that is never logged and expires at `expiresAt`. The gateway sets who it is
 * from; gateways before 1.7 leave out `userId`. `viewing` that expires at 0 says that somebody has left the conversation.
 */
export const SignalMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('typing'),
    conversationId: Id,
    userId: Id.optional(),
    name: z.string().max(200),
    who: z.enum(['user', 'customer']),
    expiresAt: Timestamp,
  }),
  z.object({
    type: z.literal('viewing'),
    conversationId: Id,
    userId: Id.optional(),
    name: z.string().max(200),
    hasDraft: z.boolean(),
    expiresAt: Timestamp,
  }),
]);
export type SignalMessage = z.infer<typeof SignalMessage>;

/** Whether a signal says that its sender has left the conversation. */
export function saysGoodbye({ type, expiresAt }: SignalMessage): boolean {
  return type === 'viewing' && expiresAt === 0;
}

/**
 * Server → client `problem`: a message of the client was refused, or the server cannot continue. `about` names the message,
 * or is `session` if the connection is about to be closed.
 */
export const ProblemMessage = z.object({ about: z.string().max(80), error: ProtocolError });
export type ProblemMessage = z.infer<typeof ProblemMessage>;

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
  'history',
  'token',
  'heartbeat',
  'signal',
] as const;
export type ClientMessage = (typeof CLIENT_MESSAGES)[number];

/** Whether this is the name of a message that clients send. */
export function isClientMessage(name: string): name is ClientMessage {
  return (CLIENT_MESSAGES as readonly string[]).includes(name);
}
/** The names of all messages of a server. */
export const SERVER_MESSAGES = [
  'welcome',
  'events',
  'caught_up',
  'watermark',
  'snapshot_begin',
  'snapshot_page',
  'snapshot_end',
  'workspace',
  'signal',
  'problem',
] as const;
