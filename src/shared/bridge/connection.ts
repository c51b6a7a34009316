import { z } from 'zod';
import { CodedText } from '../domain/coded-text.ts';
import { ConnectionState } from '../domain/connection.ts';
import { Timestamp } from '../domain/ids.ts';
import { Channel } from '../protocol/channels.ts';
import { SNAPSHOT_REASONS } from '../protocol/messages.ts';
import { OutboxEntry } from './commands.ts';
import { method, Nothing, Provenance, stream } from './contract.ts';

/** The state of the connection to the gateway. */
export const ConnectionStatus = z.object({
  state: ConnectionState,
  server: z.string().max(300),
  /**
   * The gateway's time when this status was made, ms; null while no account is open. Times in the cache and over the bridge
   * are the gateway's, so what compares with them counts on from here.
   */
  gatewayTime: Timestamp.nullable(),
  /** Median and 95th percentile of the recent heartbeat round trips, ms; null before the first heartbeat. */
  latencyP50: z.number().nullable(),
  latencyP95: z.number().nullable(),
  /** The position and time up to which the cache is known to be complete. While live, every heartbeat advances it. */
  asOf: Provenance,
  /** Reconnection attempts since the connection was lost, and when the next one is due, by the gateway's time. */
  attempt: z.int().min(0),
  nextAttemptAt: Timestamp.nullable(),
  /** Events left in a catch-up; null if unknown. */
  behind: z.int().min(0).nullable(),
  /** The reason for the state, for people, if there is one (a refused handshake, another version). */
  detail: z.string().max(500).nullable(),
  /** The same, to be said in the user's language; absent where an older gateway gave the reason. */
  why: CodedText.optional(),
  /** A notice to show until it is dismissed: the server's history changed, and the cache of a channel was replaced. */
  notice: z
    .object({
      channel: Channel,
      reason: z.enum(SNAPSHOT_REASONS),
      at: Timestamp,
      /** The user's actions that the server lacked or may lack, and that were therefore sent again. */
      inDoubt: z.array(OutboxEntry.pick({ id: true, type: true, state: true })).max(50),
    })
    .nullable(),
  /** Malformed events and messages rejected since the start. */
  refused: z.int().min(0),
  /** Channels, events and fields passed over because the server is newer than this version. */
  newer: z.int().min(0),
});
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

/** Methods of the connection. */
export const connectionMethods = {
  'connection.status': method('anyone', Nothing, ConnectionStatus),
  'connection.pause': method('signed_in', Nothing, ConnectionStatus),
  'connection.resume': method('signed_in', Nothing, ConnectionStatus),
  /** Asks the server for news now; if the connection is down, reconnects without waiting. */
  'connection.refresh': method('signed_in', Nothing, ConnectionStatus),
  'connection.dismiss_notice': method('signed_in', Nothing, Nothing),
} as const;

/** The stream of the connection's status. */
export const connectionStreams = {
  'connection.status': stream('anyone', Nothing, ConnectionStatus),
} as const;
