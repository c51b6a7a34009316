import type {
  BridgeResult,
  MethodInput,
  MethodName,
  MethodOutput,
  StreamInput,
  StreamItem,
  StreamName,
} from '#shared/bridge/index.ts';
import type { Permission } from '#shared/protocol/permissions.ts';

/** Who calls: one page or window. */
export interface Caller {
  readonly clientId: string;
}

/** What the caller's user may do now. One user per console, whatever the number of pages. */
export interface AccessView {
  readonly signedIn: boolean;
  readonly permissions: ReadonlySet<Permission>;
}

/** Answers a method. The input has been parsed and access granted. A throw becomes `internal`. */
export type MethodHandler<M extends MethodName> = (
  input: MethodInput<M>,
  caller: Caller,
) => BridgeResult<MethodOutput<M>> | Promise<BridgeResult<MethodOutput<M>>>;

/**
 * Feeds a stream: calls `sink` with an item and waits for its promise (the item was taken, or replaced by a newer one, or
 * the stream has ended) before the next. Returns the way to stop.
 */
export type StreamHandler<S extends StreamName> = (
  input: StreamInput<S>,
  sink: (item: StreamItem<S>) => Promise<void>,
  caller: Caller,
) => () => void;

/** One handler per name of the contract. */
export type MethodHandlers = { readonly [M in MethodName]: MethodHandler<M> };
export type StreamHandlers = { readonly [S in StreamName]: StreamHandler<S> };
