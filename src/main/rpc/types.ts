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

/** The page or window that calls. */
export interface Caller {
  readonly clientId: string;
}

/** What the signed-in user may do now. A console has one user, whatever the number of pages. */
export interface AccessView {
  readonly signedIn: boolean;
  /** The signed-in user; null without one. */
  readonly userId: string | null;
  readonly permissions: ReadonlySet<Permission>;
}

/** Answers a method. The input is parsed and access granted. An exception becomes `internal`. */
export type MethodHandler<M extends MethodName> = (
  input: MethodInput<M>,
  caller: Caller,
) => BridgeResult<MethodOutput<M>> | Promise<BridgeResult<MethodOutput<M>>>;

/**
 * The source of a stream: calls `sink` with an item and awaits it before the next. The promise resolves when the item was
 * taken or replaced by a newer one, or when the stream has ended. Returns an unsubscribe function.
 */
export type StreamHandler<S extends StreamName> = (
  input: StreamInput<S>,
  sink: (item: StreamItem<S>) => Promise<void>,
  caller: Caller,
) => () => void;

/** One handler for every method of the contract. */
export type MethodHandlers = { readonly [M in MethodName]: MethodHandler<M> };
/** One source for every stream of the contract. */
export type StreamHandlers = { readonly [S in StreamName]: StreamHandler<S> };
