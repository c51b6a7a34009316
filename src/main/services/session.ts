import { join } from 'node:path';
import { z } from 'zod';
import type { BridgeResult, MethodOutput } from '#shared/bridge/index.ts';
import type { SessionState } from '#shared/bridge/session.ts';
import { TeamUser } from '#shared/domain/admin.ts';
import { err, ok } from '#shared/domain/result.ts';
import { isTimeZone } from '#shared/domain/time.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import { Permission } from '#shared/protocol/permissions.ts';
import type { EngineOptions, EngineSession } from '../engine/api/engine.ts';
import type { HostPorts } from '../ports.ts';
import type { AccessView } from '../rpc/handlers.ts';
import type { GatewayAuth } from './gateway-auth.ts';
import { type JsonFile, openJsonFile } from './json-file.ts';
import { Lock } from './lock.ts';
import { type Tokens, TokenVault, tokensOf } from './tokens.ts';

/** Who was signed in last: what is needed to review the cache while the server cannot be asked. Holds no secret. */
const LastSession = z.object({
  server: z.string(),
  user: TeamUser,
  permissions: z.array(Permission),
  timeZone: z.string().max(64),
  currency: z.string().length(3),
});
type LastSession = z.infer<typeof LastSession>;
const SessionFile = z.object({ last: LastSession.nullable() });
type SessionFile = z.infer<typeof SessionFile>;

type Welcome = Parameters<EngineOptions['onWelcome']>[0];

/** What the session does to the rest of the console. */
export interface SessionOptions {
  readonly ports: HostPorts;
  readonly auth: GatewayAuth;
  /** The server to sign in at, as it is now. */
  readonly server: () => string;
  /** Opens the user's cache and begins to connect. A failure refuses the sign-in. */
  readonly enter: (session: EngineSession) => Promise<BridgeResult<unknown>>;
  /** Closes it. */
  readonly leave: () => Promise<void>;
}

export interface SessionService {
  state(): SessionState;
  access(): AccessView;
  /** Takes up the last session again, without asking the server: its cache can be reviewed offline. */
  start(): Promise<void>;
  personas(): Promise<BridgeResult<MethodOutput<'session.personas'>>>;
  signIn(username: string, password: string): Promise<BridgeResult<SessionState>>;
  signInAsPersona(username: string): Promise<BridgeResult<SessionState>>;
  signOut(): Promise<SessionState>;
  /**
   * A new access token; its refresh token is kept before it is handed out. Asked twice at once, the server is asked once.
   * Null when the user must sign in again (the session has then ended). Rejects when the server could not be asked.
   */
  freshToken(): Promise<string | null>;
  /** Takes over what the gateway says about the user and the workspace. */
  welcome(welcome: Welcome): void;
  onChange(listener: (state: SessionState) => void): () => void;
  dispose(): Promise<void>;
}

/** Opens the profile's session. */
export async function openSession(options: SessionOptions): Promise<SessionService> {
  const { paths, logger, clock, secrets } = options.ports;
  const file = await openJsonFile<SessionFile>({
    path: join(paths.data, 'session.json'),
    schema: SessionFile,
    defaults: () => ({ last: null }),
    logger,
    clock,
  });
  return new StoredSession(options, file, new TokenVault(secrets, logger));
}

class StoredSession implements SessionService {
  readonly #options: SessionOptions;
  readonly #file: JsonFile<SessionFile>;
  readonly #vault: TokenVault;
  readonly #lock = new Lock();
  readonly #listeners = new Set<(state: SessionState) => void>();
  #current: LastSession | null = null;
  #tokens: Tokens | null = null;
  #refreshing: Promise<string | null> | null = null;
  #access: AccessView = { signedIn: false, permissions: new Set() };

  constructor(options: SessionOptions, file: JsonFile<SessionFile>, vault: TokenVault) {
    this.#options = options;
    this.#file = file;
    this.#vault = vault;
  }

  state(): SessionState {
    const shown = this.#current ?? this.#file.get().last;
    return {
      status: this.#current ? 'signed_in' : 'signed_out',
      server: this.#options.server(),
      user: this.#current?.user ?? null,
      permissions: this.#current?.permissions ?? [],
      secretStore: this.#vault.kind,
      timeZone: shown?.timeZone ?? 'UTC',
      currency: shown?.currency ?? 'USD',
    };
  }

  access(): AccessView {
    return this.#access;
  }

  start(): Promise<void> {
    return this.#lock.run(async () => {
      const { last } = this.#file.get();
      const tokens = await this.#vault.load();
      if (!last || !tokens || last.server !== this.#options.server()) return;
      if (tokens.server !== last.server || tokens.userId !== last.user.id) return;
      const entered = await this.#enter(last, tokens);
      if (!entered.ok)
        this.#options.ports.logger.error(
          { module: 'session', code: entered.error.code },
          'the last session could not be opened',
        );
    });
  }

  personas(): Promise<BridgeResult<MethodOutput<'session.personas'>>> {
    return this.#options.auth.personas(this.#options.server());
  }

  signIn(username: string, password: string): Promise<BridgeResult<SessionState>> {
    return this.#signInWith((server) => this.#options.auth.login(server, username, password));
  }

  signInAsPersona(username: string): Promise<BridgeResult<SessionState>> {
    return this.#signInWith((server) => this.#options.auth.persona(server, username));
  }

  signOut(): Promise<SessionState> {
    return this.#lock.run(async () => {
      const tokens = this.#tokens;
      await this.#leave();
      // Not waited for: signing out must work without a network.
      if (tokens) void this.#options.auth.logout(tokens.server, tokens.refreshToken);
      return this.state();
    });
  }

  freshToken(): Promise<string | null> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  welcome({ user, permissions, timeZone, currency }: Welcome): void {
    const current = this.#current;
    if (!current || current.user.id !== user.id) return;
    const known = TeamUser.shape.role.safeParse(user.role);
    const next: LastSession = {
      ...current,
      user: { ...current.user, name: user.name, role: known.success ? known.data : current.user.role },
      permissions: [...permissions],
      timeZone: isTimeZone(timeZone) ? timeZone : current.timeZone,
      currency,
    };
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    this.#become(next, this.#tokens);
    void this.#remember(next);
  }

  onChange(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async dispose(): Promise<void> {
    await this.#lock.idle();
    await this.#file.flush();
    this.#listeners.clear();
  }

  #signInWith(
    ask: (server: string) => Promise<BridgeResult<TokenGrant>>,
  ): Promise<BridgeResult<SessionState>> {
    return this.#lock.run(async () => {
      const server = this.#options.server();
      const granted = await ask(server);
      if (!granted.ok) return granted;
      if (this.#current) await this.#leave();
      const before = this.#file.get().last;
      const { user, permissions } = granted.value;
      const same = before?.server === server ? before : null;
      const next = {
        server,
        user,
        permissions,
        timeZone: same?.timeZone ?? 'UTC',
        currency: same?.currency ?? 'USD',
      };
      const tokens = tokensOf(server, granted.value);
      await this.#vault.save(tokens);
      const entered = await this.#enter(next, tokens);
      if (!entered.ok) {
        await this.#vault.clear();
        return err(entered.error);
      }
      await this.#remember(next);
      return ok(this.state());
    });
  }

  async #enter(session: LastSession, tokens: Tokens): Promise<BridgeResult<unknown>> {
    // Known before the engine opens: it may ask for a fresh token, or report a welcome, at once.
    this.#set(session, tokens);
    const { user, permissions, server } = session;
    const { accessToken } = tokens;
    const entered = await this.#options.enter({
      server,
      userId: user.id,
      userName: user.name,
      permissions,
      accessToken,
    });
    if (entered.ok) this.#tell();
    else this.#set(null, null);
    return entered;
  }

  async #leave(): Promise<void> {
    if (!this.#current && !this.#tokens) return;
    this.#become(null, null);
    await this.#remember(null);
    await this.#vault.clear();
    await this.#options.leave();
  }

  async #refresh(): Promise<string | null> {
    const used = this.#tokens;
    if (!used) return null;
    const answer = await this.#options.auth.refresh(used.server, used.refreshToken);
    if (this.#tokens !== used) return this.#tokens?.accessToken ?? null;
    if (answer.ok) {
      const next = tokensOf(used.server, answer.value);
      await this.#vault.save(next);
      // Signed out while it was being kept: it must not stay.
      if (this.#tokens !== used) {
        await this.#vault.clear();
        return null;
      }
      this.#tokens = next;
      return next.accessToken;
    }
    const { code } = answer.error;
    if (code !== 'unauthenticated' && code !== 'forbidden')
      throw new Error(`The token could not be refreshed: ${code}`);
    this.#options.ports.logger.warn({ module: 'session', code }, 'the session has ended at the server');
    // Not waited for: the engine, which asks, is closed by it.
    void this.#lock.run(async () => {
      if (this.#tokens === used) await this.#leave();
    });
    return null;
  }

  #become(session: LastSession | null, tokens: Tokens | null): void {
    this.#set(session, tokens);
    this.#tell();
  }

  #set(session: LastSession | null, tokens: Tokens | null): void {
    this.#current = session;
    this.#tokens = tokens;
    this.#access = { signedIn: session !== null, permissions: new Set(session?.permissions ?? []) };
  }

  #tell(): void {
    const state = this.state();
    for (const listener of [...this.#listeners]) listener(state);
  }

  /** Writes who is signed in. A failure is reported: the session then holds for this run only. */
  async #remember(session: LastSession | null): Promise<void> {
    try {
      await this.#file.set({ last: session });
    } catch {
      this.#options.ports.logger.error({ module: 'session' }, 'the session could not be written');
    }
  }
}
