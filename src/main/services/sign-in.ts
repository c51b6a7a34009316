import { join } from 'node:path';
import { z } from 'zod';
import type { BridgeResult, MethodOutput } from '#shared/bridge/index.ts';
import type { OpeningProgress, SessionState } from '#shared/bridge/session.ts';
import { TeamUser } from '#shared/domain/admin.ts';
import { err, ok } from '#shared/domain/result.ts';
import { isTimeZone } from '#shared/domain/time.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import { SIGN_IN_ENDS } from '#shared/protocol/errors.ts';
import { CHANNEL_PERMISSION, type Permission } from '#shared/protocol/permissions.ts';
import { refuse } from '../rpc/checks.ts';
import type { AccessView } from '../rpc/types.ts';
import { DeviceTokens } from './device-tokens.ts';
import { type JsonFile, openJsonFile } from './json-file.ts';
import { LastSignIn } from './last-sign-in.ts';
import { Mutex } from './mutex.ts';
import type { SignInOptions, SignInService, Welcome } from './sign-in-service.ts';
import { type Tokens, TokenVault, tokensOf } from './tokens.ts';
import { Unlock } from './unlock.ts';

const SignInFile = z.object({ last: LastSignIn.nullable() });
type SignInFile = z.infer<typeof SignInFile>;

/** The permissions that are left without tokens. */
const TO_READ: ReadonlySet<Permission> = new Set(Object.values(CHANNEL_PERMISSION));

const Ended = z.enum(SIGN_IN_ENDS).nullable().catch(null);

/** A username and a password, as given. */
interface Given {
  readonly username: string;
  readonly password: string;
}

/** Opens the profile's saved sign-in; `resume` restores it. */
export async function openSignIn(options: SignInOptions): Promise<SignInService> {
  const { paths, logger, clock, secrets } = options.ports;
  const file = await openJsonFile<SignInFile>({
    path: join(paths.data, 'session.json'),
    schema: SignInFile,
    defaults: () => ({ last: null }),
    logger,
    clock,
  });
  return new StoredSignIn(options, {
    file,
    vault: new TokenVault(secrets, logger),
    devices: new DeviceTokens(secrets, logger),
    unlock: await Unlock.open(options.ports),
  });
}

interface Stores {
  readonly file: JsonFile<SignInFile>;
  readonly vault: TokenVault;
  readonly devices: DeviceTokens;
  readonly unlock: Unlock;
}

class StoredSignIn implements SignInService {
  readonly #options: SignInOptions;
  readonly #file: JsonFile<SignInFile>;
  readonly #vault: TokenVault;
  readonly #devices: DeviceTokens;
  readonly #unlock: Unlock;
  readonly #mutex = new Mutex();
  readonly #listeners = new Set<(state: SessionState) => void>();
  #current: LastSignIn | null = null;
  #tokens: Tokens | null = null;
  #ended: SessionState['ended'] = null;
  #refreshing: Promise<string | null> | null = null;
  #opening: { readonly progress: OpeningProgress | null } | null = null;
  #access: AccessView = { signedIn: false, userId: null, permissions: new Set() };

  constructor(options: SignInOptions, { file, vault, devices, unlock }: Stores) {
    this.#options = options;
    this.#file = file;
    this.#vault = vault;
    this.#devices = devices;
    this.#unlock = unlock;
  }

  state(): SessionState {
    const shown = this.#current ?? this.#file.get().last;
    return {
      status: this.#opening ? 'opening' : this.#current ? 'signed_in' : 'signed_out',
      opening: this.#opening?.progress ?? null,
      review: this.review,
      unlock: this.#current !== null && this.#unlock.has(this.#current),
      server: this.#options.server(),
      ended: this.#ended,
      user: this.#current?.user ?? null,
      permissions: [...this.#access.permissions],
      secretStore: this.#vault.kind,
      timeZone: shown?.timeZone ?? 'UTC',
      currency: shown?.currency ?? 'USD',
      demo: this.#current?.demo ?? false,
    };
  }

  access(): AccessView {
    return this.#access;
  }

  get review(): boolean {
    return this.#current !== null && this.#tokens === null;
  }

  async resume(): Promise<void> {
    const { last } = this.#file.get();
    if (!last || last.server !== this.#options.server()) return;
    this.#opening = { progress: null };
    try {
      await this.#mutex.run(() => this.#restore(last));
    } finally {
      this.#opening = null;
      this.#notify();
    }
  }

  opening(progress: OpeningProgress): void {
    if (this.#opening === null) return;
    this.#opening = { progress };
    this.#notify();
  }

  async #restore(last: LastSignIn): Promise<void> {
    const tokens = await this.#vault.load();
    if (tokens && (tokens.server !== last.server || tokens.userId !== last.user.id)) return;
    const entered = await this.#enter(last, tokens);
    if (!entered.ok)
      this.#options.ports.logger.error(
        { module: 'sign-in', code: entered.error.code },
        'the last sign-in could not be restored',
      );
  }

  personas(): Promise<BridgeResult<MethodOutput<'session.personas'>>> {
    return this.#options.auth.personas(this.#options.server());
  }

  withPassword(username: string, password: string): Promise<BridgeResult<SessionState>> {
    return this.#signInWith(
      async (server) => {
        const token = await this.#devices.get(server, username);
        const granted = await this.#options.auth.login(server, username, password, token);
        const { deviceToken } = granted.ok ? granted.value : {};
        if (deviceToken !== undefined) await this.#devices.set(server, username, deviceToken);
        return granted;
      },
      { username, password },
    );
  }

  asPersona(username: string): Promise<BridgeResult<SessionState>> {
    return this.#signInWith((server) => this.#options.auth.persona(server, username));
  }

  signOut(): Promise<SessionState> {
    return this.#mutex.run(async () => {
      const tokens = this.#tokens;
      this.#ended = null;
      await this.#leave();
      // Not awaited: signing out must work without a network.
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

  async asUser<T>(
    ask: (server: string, accessToken: string) => Promise<BridgeResult<T>>,
  ): Promise<BridgeResult<T>> {
    const tokens = this.#tokens;
    if (!tokens) return refuse('sign_in_first', {});
    const answer = await ask(tokens.server, tokens.accessToken);
    if (answer.ok || answer.error.code !== 'unauthenticated') return answer;
    const fresh = await this.freshToken().catch(() => null);
    return fresh === null ? answer : ask(tokens.server, fresh);
  }

  async passwordChanged(password: string): Promise<void> {
    const current = this.#current;
    if (current !== null) await this.#unlock.remember(current, password);
  }

  applyWelcome({ user, permissions, timeZone, currency, demo }: Welcome): void {
    const current = this.#current;
    if (!current || current.user.id !== user.id) return;
    const known = TeamUser.shape.role.safeParse(user.role);
    const next: LastSignIn = {
      ...current,
      user: { ...current.user, name: user.name, role: known.success ? known.data : current.user.role },
      permissions: [...permissions],
      timeZone: isTimeZone(timeZone) ? timeZone : current.timeZone,
      currency,
      demo,
    };
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    this.#become(next, this.#tokens);
    void this.#remember(next);
    void this.#unlock.update(next);
  }

  onChange(listener: (state: SessionState) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async dispose(): Promise<void> {
    await this.#mutex.idle();
    await this.#file.flush();
    await this.#unlock.flush();
    this.#listeners.clear();
  }

  #signInWith(
    ask: (server: string) => Promise<BridgeResult<TokenGrant>>,
    given: Given | null = null,
  ): Promise<BridgeResult<SessionState>> {
    return this.#mutex.run(async () => {
      const server = this.#options.server();
      const granted = await ask(server);
      if (!granted.ok) return given === null ? granted : this.#withoutServer(server, given, granted);
      this.#ended = null;
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
        demo: same?.demo ?? false,
      };
      const tokens = tokensOf(server, granted.value);
      await this.#vault.save(tokens);
      const entered = await this.#enter(next, tokens);
      if (!entered.ok) {
        await this.#vault.clear();
        return err(entered.error);
      }
      await this.#remember(next);
      if (given !== null) {
        await this.#unlock.remember(next, given.password);
        this.#notify();
      }
      return ok(this.state());
    });
  }

  /** Goes on after the server has not let the user in: by the hash kept here, if the server could not be asked. */
  async #withoutServer(
    server: string,
    { username, password }: Given,
    refused: BridgeResult<never>,
  ): Promise<BridgeResult<SessionState>> {
    if (refused.ok) return refused;
    if (refused.error.code !== 'unavailable') {
      // The password has changed, or the account is disabled: what it was no longer opens anything.
      if (refused.error.code === 'unauthenticated') await this.#unlock.disown(server, username, password);
      return refused;
    }
    const opened = await this.#unlock.open(server, username, password);
    if (opened === null) return refused;
    if (!opened.ok) return opened;
    this.#ended = null;
    if (this.#current?.user.id === opened.value.user.id) return ok(this.state());
    if (this.#current) await this.#leave();
    // Not remembered: the next start asks for the password again.
    const entered = await this.#enter(opened.value, null);
    return entered.ok ? ok(this.state()) : err(entered.error);
  }

  async #enter(next: LastSignIn, tokens: Tokens | null): Promise<BridgeResult<unknown>> {
    // Set before the engine opens: it may ask for a fresh token, or report a welcome, at once.
    this.#set(next, tokens);
    const { user, permissions, server } = next;
    const entered = await this.#options.enter({
      server,
      userId: user.id,
      userName: user.name,
      permissions,
      accessToken: tokens?.accessToken ?? null,
    });
    if (entered.ok) this.#notify();
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
      // The user signed out while the tokens were being saved: remove them again.
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
    this.#options.ports.logger.warn({ module: 'sign-in', code }, 'the server ended the sign-in');
    // Not awaited: leaving closes the engine, which is the caller.
    void this.#mutex.run(async () => {
      if (this.#tokens !== used) return;
      this.#ended = Ended.parse(answer.error.reason ?? null);
      if (this.#ended === 'account_disabled' && this.#current) await this.#unlock.forget(this.#current);
      await this.#leave();
    });
    return null;
  }

  #become(next: LastSignIn | null, tokens: Tokens | null): void {
    this.#set(next, tokens);
    this.#notify();
  }

  #set(next: LastSignIn | null, tokens: Tokens | null): void {
    this.#current = next;
    this.#tokens = tokens;
    const held = next?.permissions ?? [];
    const permissions = tokens === null ? held.filter((permission) => TO_READ.has(permission)) : held;
    this.#access = {
      signedIn: next !== null,
      userId: next?.user.id ?? null,
      permissions: new Set(permissions),
    };
  }

  #notify(): void {
    const state = this.state();
    for (const listener of [...this.#listeners]) listener(state);
  }

  /** Saves the signed-in user. If that fails, the error is logged and the sign-in lasts for this run only. */
  async #remember(last: LastSignIn | null): Promise<void> {
    try {
      await this.#file.set({ last });
    } catch {
      this.#options.ports.logger.error({ module: 'sign-in' }, 'the sign-in could not be saved');
    }
  }
}
