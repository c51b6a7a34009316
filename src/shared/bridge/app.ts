import { z } from 'zod';
import { TeamUser } from '../domain/admin.ts';
import { ConnectionState } from '../domain/connection.ts';
import { Id, Seq, Timestamp } from '../domain/ids.ts';
import { Channel } from '../protocol/channels.ts';
import { SignalMessage, SNAPSHOT_REASONS } from '../protocol/messages.ts';
import { Permission } from '../protocol/permissions.ts';
import { method, Nothing, Provenance, stream } from './contract.ts';

export const ConnectionStatus = z.object({
  state: ConnectionState,
  server: z.string().max(300),
  /** Median and 95th percentile of the heartbeat round trip, ms, over the last minutes; null before the first. */
  latencyP50: z.number().nullable(),
  latencyP95: z.number().nullable(),
  /** Until when what is shown is known to be complete. While live this moves with the heartbeat. */
  asOf: Provenance,
  /** Attempts since the link was lost, and when the next one is due. */
  attempt: z.int().min(0),
  nextAttemptAt: Timestamp.nullable(),
  /** Events still to come in a catch-up, where known. */
  behind: z.int().min(0).nullable(),
  /** Why the state is what it is, in words, where there is something to say (a refused handshake, another version). */
  detail: z.string().max(500).nullable(),
  /** A notice to show until dismissed: the server's history changed and the cache was replaced. */
  notice: z.object({ channel: Channel, reason: z.enum(SNAPSHOT_REASONS), at: Timestamp }).nullable(),
  /** Malformed events and messages refused since the start. */
  refused: z.int().min(0),
});
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

export const SessionState = z.object({
  status: z.enum(['signed_out', 'signed_in']),
  server: z.string().max(300),
  user: TeamUser.nullable(),
  permissions: z.array(Permission),
  /** Where tokens are kept: the system's key store, or only in memory for this run. */
  secretStore: z.enum(['system', 'file', 'memory']),
  timeZone: z.string().max(64),
  currency: z.string().length(3),
});
export type SessionState = z.infer<typeof SessionState>;

export const Settings = z.object({
  server: z.string().max(300),
  realtime: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'de']),
  notifications: z.boolean(),
});
export type Settings = z.infer<typeof Settings>;

export const OutboxEntry = z.object({
  id: Id,
  type: z.string().max(80),
  subject: z.string().max(300),
  data: z.unknown(),
  state: z.enum(['queued', 'sending', 'sent', 'settled', 'refused']),
  createdAt: Timestamp,
  attempts: z.int().min(0),
  error: z
    .object({
      code: z.string().max(40),
      message: z.string().max(1000),
      field: z.string().max(200).nullable(),
    })
    .nullable(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

export const Toast = z.object({
  id: Id,
  category: z.enum(['orders', 'stock', 'chat', 'sla', 'billing', 'security', 'system']),
  severity: z.enum(['info', 'warning', 'critical']),
  /** A key of the renderer's translations, with its values. */
  message: z.string().max(120),
  values: z.record(z.string().max(40), z.union([z.string().max(300), z.number()])),
  link: z.string().max(300).nullable(),
});
export type Toast = z.infer<typeof Toast>;

export const appMethods = {
  'app.info': method(
    'anyone',
    Nothing,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'browser']),
      platform: z.string(),
      profile: z.string(),
      demo: z.boolean(),
    }),
  ),
  /** Tells main whether anybody can see the window: while nobody can, no change notices are sent. */
  'app.set_visible': method('anyone', z.strictObject({ visible: z.boolean() }), Nothing),
  'app.diagnostics': method(
    'anyone',
    Nothing,
    z.object({
      cachedEvents: z.int(),
      cacheBytes: z.int(),
      refusedEvents: z.int(),
      duplicateEvents: z.int(),
      appliedEvents: z.int(),
      outboxPending: z.int(),
      cursors: z.partialRecord(Channel, Seq),
      quarantined: z.string().max(500).nullable(),
    }),
  ),
  'session.state': method('anyone', Nothing, SessionState),
  'session.personas': method(
    'anyone',
    Nothing,
    z.object({
      personas: z.array(z.object({ username: z.string(), name: z.string(), role: TeamUser.shape.role })),
    }),
  ),
  'session.sign_in': method(
    'anyone',
    z.strictObject({ username: z.string().trim().min(1).max(80), password: z.string().min(1).max(200) }),
    SessionState,
  ),
  'session.sign_in_persona': method(
    'anyone',
    z.strictObject({ username: z.string().trim().min(1).max(80) }),
    SessionState,
  ),
  'session.sign_out': method('signed_in', Nothing, SessionState),
  'settings.get': method('anyone', Nothing, Settings),
  /** Changes the named settings; a server address must be http(s) and have no path. Changing it signs out. */
  'settings.set': method('anyone', Settings.partial().strict(), Settings),
  'connection.status': method('anyone', Nothing, ConnectionStatus),
  'connection.pause': method('signed_in', Nothing, ConnectionStatus),
  'connection.resume': method('signed_in', Nothing, ConnectionStatus),
  /** Asks the server for anything new at once: reconnects without waiting where the link is down. */
  'connection.refresh': method('signed_in', Nothing, ConnectionStatus),
  'connection.dismiss_notice': method('signed_in', Nothing, Nothing),
  /**
   * Takes a command: checked, and durable with its optimistic effect when this returns. `id` is made by the caller, so a
   * call repeated after a broken bridge is the same command.
   */
  'commands.submit': method(
    'signed_in',
    z.strictObject({
      id: z.uuidv7(),
      type: z.string().min(3).max(80),
      data: z.unknown(),
      basedOn: Seq.optional(),
    }),
    OutboxEntry,
  ),
  'commands.outbox': method('signed_in', Nothing, z.object({ entries: z.array(OutboxEntry).max(500) })),
  /** Sends a refused command again under a new id. */
  'commands.retry': method('signed_in', z.strictObject({ id: Id, newId: z.uuidv7() }), OutboxEntry),
  /** Drops a refused command, or one that was never sent, and undoes its optimistic effect. */
  'commands.discard': method('signed_in', z.strictObject({ id: Id }), Nothing),
  'signals.typing': method('chat:write', z.strictObject({ conversationId: Id }), Nothing),
} as const;

/** What changed: topics are channels (and `outbox`), keys the records in them; null keys mean "too many to name". */
export const ChangeNotice = z.object({
  n: z.int().min(1),
  topics: z
    .array(z.object({ topic: z.string().max(40), keys: z.array(z.string().max(140)).max(200).nullable() }))
    .max(20),
  /** The newest levels that changed, for patching lists in place. */
  levels: z
    .array(
      z.object({
        itemId: Id,
        locationId: Id,
        onHand: z.int(),
        committed: z.int(),
        unavailable: z.int(),
        seq: Seq,
        at: Timestamp,
      }),
    )
    .max(200),
  asOf: Provenance,
});
export type ChangeNotice = z.infer<typeof ChangeNotice>;

export const appStreams = {
  'connection.status': stream('anyone', Nothing, ConnectionStatus),
  'session.state': stream('anyone', Nothing, SessionState),
  'settings.changed': stream('anyone', Nothing, Settings),
  'changes.notices': stream('signed_in', Nothing, ChangeNotice),
  /** Entries whose state changed, newest state each. */
  'outbox.changes': stream(
    'signed_in',
    Nothing,
    z.object({ entries: z.array(OutboxEntry).max(500), pending: z.int(), refused: z.int() }),
  ),
  'notifications.toasts': stream(
    'signed_in',
    Nothing,
    z.object({ toasts: z.array(Toast).max(20), suppressed: z.int().min(0) }),
  ),
  'signals.received': stream('chat:read', Nothing, z.object({ signals: z.array(SignalMessage).max(100) })),
} as const;
