import type { BridgeResult, MethodOutput } from '#shared/bridge/index.ts';
import type { OpeningProgress, SessionState } from '#shared/bridge/session.ts';
import type { EngineAccount, EngineOptions } from '../engine/api/engine.ts';
import type { HostPorts } from '../ports.ts';
import type { AccessView } from '../rpc/types.ts';
import type { GatewayAuth } from './gateway-auth.ts';

/** What a gateway says of the user and the workspace at the start of a link. */
export type Welcome = Parameters<EngineOptions['onWelcome']>[0];

/** What a sign-in needs from the rest of the console. */
export interface SignInOptions {
  readonly ports: HostPorts;
  readonly auth: GatewayAuth;
  /** The server to sign in to; may change between calls. */
  readonly server: () => string;
  /** Opens the user's cache and connects. A failure makes the sign-in fail. */
  readonly enter: (account: EngineAccount) => Promise<BridgeResult<unknown>>;
  /** Disconnects and closes the user's cache. */
  readonly leave: () => Promise<void>;
}

/**
 * Signs the user in to a gateway and keeps the sign-in across restarts. The bridge shows it to pages as `session.*`. One
 * user at a time, whatever the number of pages.
 */
export interface SignInService {
  /** The sign-in as pages see it. */
  state(): SessionState;
  /** What the user may do now. */
  access(): AccessView;
  /** Whether the user can only read, because there are no tokens. */
  readonly review: boolean;
  /**
   * Restores the last sign-in without asking the server, so that the cache can be read offline. Without its tokens, the
   * cache is opened for review: it can be read, and nothing can be changed. The state is `opening` until this resolves.
   */
  resume(): Promise<void>;
  /** Reports how far the cache that is being opened has come. */
  opening(progress: OpeningProgress): void;
  /** The demo users of the server. */
  personas(): Promise<BridgeResult<MethodOutput<'session.personas'>>>;
  /**
   * Signs in with a password. While the server cannot be reached, opens the account's cache for review instead, if the password
   * is that of the last sign-in here.
   */
  withPassword(username: string, password: string): Promise<BridgeResult<SessionState>>;
  /** Signs in as a demo user. */
  asPersona(username: string): Promise<BridgeResult<SessionState>>;
  /** Signs out here at once, and at the server when it can be reached. */
  signOut(): Promise<SessionState>;
  /**
   * Returns a new access token, after saving its refresh token. Concurrent calls share one request. Returns null when
   * the user must sign in again; the sign-in has then ended. Rejects when the server cannot be reached.
   */
  freshToken(): Promise<string | null>;
  /**
   * Asks the server something with the access token, and once more with a fresh one. Errors: those of `ask`, unauthenticated.
   */
  asUser<T>(ask: (server: string, accessToken: string) => Promise<BridgeResult<T>>): Promise<BridgeResult<T>>;
  /** Keeps a new password of the signed-in user for opening the cache while the server is gone. */
  passwordChanged(password: string): Promise<void>;
  /** Applies what the gateway says about the user and the workspace. */
  applyWelcome(welcome: Welcome): void;
  /** Calls `listener` on every change. Returns an unsubscribe function. */
  onChange(listener: (state: SessionState) => void): () => void;
  /** Waits for work in progress and removes all listeners. */
  dispose(): Promise<void>;
}
