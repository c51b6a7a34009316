import type { Channel } from '#shared/protocol/channels.ts';
import type { Trouble } from '#shared/protocol/errors.ts';
import type { EventsMessage, SNAPSHOT_REASONS } from '#shared/protocol/messages.ts';
import type { ApplyResult, ChangeSet, StoreWriter } from '../store/types.ts';

/** The reason for which the gateway sends a snapshot. */
export type SnapshotReason = (typeof SNAPSHOT_REASONS)[number];
/** The part of the store that a sync writes to. */
export type SyncStore = Pick<
  StoreWriter,
  | 'cursors'
  | 'apply'
  | 'watermark'
  | 'snapshotBegin'
  | 'snapshotPage'
  | 'snapshotEnd'
  | 'snapshotProgress'
  | 'confirm'
>;

/** A batch, or a part of a large one. */
export interface AppliedPart {
  readonly mode: EventsMessage['mode'];
  /** Whether the whole batch is applied with it. */
  readonly last: boolean;
}

/** What a sync reports. */
export interface SyncEvents {
  /** A part of a batch was committed. */
  applied(part: AppliedPart, result: ApplyResult): void;
  /** A snapshot replaced a channel. `settled` are the ids of the user's commands that it settled. */
  replaced(channel: Channel, reason: SnapshotReason, changes: ChangeSet, settled: readonly string[]): void;
  /** A cursor moved and settled these commands of the user. */
  settled(ids: readonly string[]): void;
  /** All channels have caught up. */
  live(): void;
  /** A channel is catching up again, after a gap, a refresh or a snapshot. */
  behind(): void;
  /** Everything that the gateway had committed at `at` (its time, ms) is applied. */
  confirmed(at: number): void;
  /** The link must be closed. */
  broken(trouble: Trouble): void;
}
