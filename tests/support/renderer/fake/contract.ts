import type {
  MethodInput,
  MethodName,
  MethodOutput,
  StreamInput,
  StreamItem,
  StreamName,
} from '#shared/bridge/index.ts';
import type { ConnectionState } from '#shared/domain/connection.ts';
import type { ErrorCode, ProtocolError } from '#shared/protocol/errors.ts';
import type { Permission } from '#shared/protocol/permissions.ts';

/** Options of the fake main process. Plain data, because it is passed to the page. */
export interface FakeOptions {
  readonly signedIn: boolean;
  readonly connection: ConnectionState;
  readonly theme: 'light' | 'dark' | 'system';
  readonly language: 'en' | 'de';
  readonly permissions: readonly Permission[];
  /** Nothing has happened in the shop yet. */
  readonly empty: boolean;
  /** Every read fails with this code. */
  readonly failing: ErrorCode | null;
  /** Reads never answer. */
  readonly hanging: boolean;
  /** The connection shows a notice. */
  readonly notice: boolean;
  /** The number of pending and of refused commands in the outbox. */
  readonly pending: number;
  readonly refused: number;
  /** The server is a demo store. */
  readonly demo: boolean;
  /** How often the server does not answer when it is asked for its personas. */
  readonly personaFailures: number;
  /** The current time, ms. */
  readonly now: number;
}

/** An error, as the answer of a handler. */
export class Refusal {
  readonly error: ProtocolError;

  constructor(code: ErrorCode, message: string) {
    this.error = { code, message };
  }
}

/** The handlers of all methods of the bridge. A missing or changed method fails the type check. */
export type FakeMethods = {
  readonly [M in MethodName]: (input: MethodInput<M>) => MethodOutput<M> | Refusal;
};

/** The first item of each stream; null if the stream starts empty. */
export type FakeStreams = {
  readonly [S in StreamName]: (input: StreamInput<S>) => StreamItem<S> | null;
};

/** The handlers of the methods of the given domains. */
export type FakeMethodsOf<Domain extends string> = Pick<
  FakeMethods,
  Extract<MethodName, `${Domain}.${string}`>
>;

/** The controls of the page's fake main process, at `window.fakeMain`. */
export interface FakeMain {
  push(stream: StreamName, item: unknown): void;
  setConnection(state: ConnectionState): void;
  /** Calls of the method wait from now on until they are released. */
  hold(method: MethodName): void;
  release(method: MethodName): void;
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
}

declare global {
  interface Window {
    fakeMain?: FakeMain;
  }
}
