import type { z } from 'zod';
import type { Role } from '../../domain/admin.ts';
import type { AnyRow } from '../../rows/define.ts';

/** The name of a permission, `domain:action`. */
type PermissionName = `${string}:${string}`;

/** What is declared of a channel: the unit of permission, of catch-up and of a client's cursor. */
export interface ChannelDefinition {
  readonly name: string;
  /** The permissions this domain adds, each with the lowest role that holds it. */
  readonly permissions: Readonly<Record<PermissionName, Role>>;
  /** What a client must hold to receive the channel. */
  readonly readPermission: PermissionName;
  /**
   * The rows the channel's projection is made of, those first that others need: what a snapshot carries, and what must be
   * equal at the gateway and at a client that has caught up.
   */
  readonly rows: readonly AnyRow[];
  /** The schema of each event's data, by type: `channel.past_tense`. */
  readonly events: Readonly<Record<string, z.ZodType>>;
  /** Types declared before anything emits them, each with the milestone that will. Projections, activity and words leave them out. */
  readonly later?: Readonly<Record<string, string>>;
}

/** Declares a channel; the identity function, there for its types. */
export function channel<const D extends ChannelDefinition>(definition: D): D {
  return definition;
}
