import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { insertUser } from '../../src/gateway/auth/index.ts';
import { loadConfig } from '../../src/gateway/config.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway/server.ts';
import type { Role } from '../../src/shared/domain/admin.ts';
import { PROTOCOL_VERSION } from '../../src/shared/protocol/version.ts';

/** A gateway on a free port with a data folder of its own. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly dir: string;
  /** An access token of a fresh user of this role. */
  token(role?: Role): Promise<string>;
  /** Appends settings events on the admin channel; returns the head. */
  append(count: number): number;
  stop(): Promise<void>;
}

export async function startTestGateway(
  env: Record<string, string> = {},
  options: Partial<GatewayOptions> = {},
  folder?: string,
): Promise<TestGateway> {
  const dir = folder ?? mkdtempSync(join(tmpdir(), 'quayside-gateway-'));
  const config = loadConfig({ QUAYSIDE_DATA_DIR: dir, WEBSOCKET_PORT: '0', ...env });
  if (!config.ok) throw new Error(`${config.error.variable}: ${config.error.message}`);
  const gateway = await createGateway({
    config: config.value,
    logger: pino({ level: 'silent' }),
    personas: true,
    ...options,
  });
  const { url } = await gateway.start();
  let n = 0;
  return {
    gateway,
    url,
    dir,
    async token(role = 'admin') {
      n += 1;
      const user = { id: uuidv7(), username: `${role}-${n}-${uuidv7()}`, name: `Test ${role}`, role };
      gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), ({ sql, now }) =>
        insertUser(sql, user, null, now, true),
      );
      const grant = await gateway.auth.persona(user.username);
      if (!grant.ok) throw new Error(grant.error.message);
      return grant.value.accessToken;
    },
    append(count) {
      gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) => {
        for (let i = 0; i < count; i += 1)
          context.emit('admin.setting_changed', { setting: { key: `k${i % 50}`, value: i } });
      });
      return gateway.log.head();
    },
    async stop() {
      await gateway.dispose();
      if (folder === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface Received {
  readonly name: string;
  readonly body: unknown;
}

/** A socket that keeps all it is sent and acknowledges batches unless told not to. */
export class TestClient {
  readonly socket: Socket;
  readonly received: Received[] = [];
  acknowledges = true;
  readonly #waiting = new Set<() => void>();

  constructor(url: string, auth: Record<string, unknown>) {
    this.socket = io(url, {
      path: '/ws',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth,
    });
    const take = (name: string, body: unknown): void => {
      this.received.push({ name, body });
      if (this.acknowledges && typeof body === 'object' && body !== null && 'batch' in body)
        this.socket.emit('ack', { batch: body.batch });
      for (const check of [...this.#waiting]) check();
    };
    this.socket.onAny((name: string, body: unknown) => take(name, body));
    this.socket.on('connect_error', (error) =>
      take('connect_error', 'data' in error ? error.data : error.message),
    );
    this.socket.on('disconnect', (reason) => take('disconnect', reason));
  }

  /** Resolves when the condition on what was received holds; rejects after `ms`. */
  until(condition: (received: readonly Received[]) => boolean, ms = 8000): Promise<void> {
    if (condition(this.received)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!condition(this.received)) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(
            `waited in vain; last received: ${JSON.stringify(this.received.slice(-5)).slice(0, 800)}`,
          ),
        );
      }, ms);
      this.#waiting.add(check);
    });
  }

  named<T = Record<string, unknown>>(name: string): T[] {
    return this.received.flatMap((r) => (r.name === name ? [r.body as T] : []));
  }

  /** Sequences of all events of a channel, as received. */
  seqs(channel: string): number[] {
    return this.named<{ events: { seq: number; channel: string }[] }>('events').flatMap((m) =>
      m.events.flatMap((e) => (e.channel === channel ? [e.seq] : [])),
    );
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** The `auth` of a good handshake. */
export function handshake(
  token: string,
  cursors: Record<string, { seq: number; id: string | null }> = {},
): Record<string, unknown> {
  return {
    token,
    protocol: PROTOCOL_VERSION,
    client: { name: 'test', version: '1', deviceId: 'test' },
    cursors,
  };
}
