import type { z } from 'zod';
import type { Role } from '../../domain/admin.ts';
import type { AnyRow } from '../../rows/define.ts';

/** The name of a permission, `domain:action`. */
type PermissionName = `${string}:${string}`;

/** The declaration of a channel: the unit of permission, catch-up and client cursors. */
export interface ChannelDefinition {
  readonly name: string;
  /** The permissions that the domain adds, each with the lowest role that has it. */
  readonly permissions: Readonly<Record<PermissionName, Role>>;
  /** The permission that a client needs to receive the channel. */
  readonly readPermission: PermissionName;
  /**
   * The rows of the channel's projection, in dependency order. Snapshots carry them, and they are equal on the gateway and
   * on a client that has caught up.
   */
  readonly rows: readonly AnyRow[];
  /** The schema of each event's data by event type, `channel.past_tense`. */
  readonly events: Readonly<Record<string, z.ZodType>>;
  /** Event types that nothing emits yet, each with the milestone that will. Projections, activity and words omit them. */
  readonly later?: Readonly<Record<string, string>>;
}

/** Declares a channel. Returns the declaration unchanged; the function exists for its types. */
export function channel<const D extends ChannelDefinition>(definition: D): D {
  return definition;
}
