import { z } from 'zod';
import { ConnectionState } from '../domain/connection.ts';
import { Timestamp } from '../domain/ids.ts';
import { Channel } from '../protocol/channels.ts';
import { SNAPSHOT_REASONS } from '../protocol/messages.ts';
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
  /** Channels, events and fields passed over because the server is newer than this version. */
  newer: z.int().min(0),
});
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

export const connectionMethods = {
  'connection.status': method('anyone', Nothing, ConnectionStatus),
  'connection.pause': method('signed_in', Nothing, ConnectionStatus),
  'connection.resume': method('signed_in', Nothing, ConnectionStatus),
  /** Asks the server for anything new at once: reconnects without waiting where the link is down. */
  'connection.refresh': method('signed_in', Nothing, ConnectionStatus),
  'connection.dismiss_notice': method('signed_in', Nothing, Nothing),
} as const;

export const connectionStreams = {
  'connection.status': stream('anyone', Nothing, ConnectionStatus),
} as const;
