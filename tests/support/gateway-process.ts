import { z } from 'zod';
import type { Role } from '#shared/domain/admin.ts';
import { handshake, TestClient } from './client.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';
import { type Program, runGateway, startSourceGateway } from './processes.ts';

const PASSWORD = 'correct horse battery';
const Grant = z.object({ accessToken: z.string() });

/** A gateway from its sources in its own process, with one user for each role, named like the role. */
export class GatewayProcess {
  readonly program: Program;
  readonly #folder: TemporaryFolder;
  readonly #tokens: ReadonlyMap<string, string>;

  /** Creates the users, starts the gateway and signs everyone in. */
  static async start(
    roles: readonly Role[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<GatewayProcess> {
    const folder = temporaryFolder('gateway');
    for (const role of roles) {
      const made = await runGateway(['user', 'add', role, '--role', role], {
        QUAYSIDE_DATA_DIR: folder.path,
        QUAYSIDE_PASSWORD: PASSWORD,
      });
      if (made.code !== 0) throw new Error(made.stderr);
    }
    const program = await startSourceGateway(['serve', '--port', '0', '--data-dir', folder.path], {
      LOG_LEVEL: 'warn',
      ...env,
    });
    const tokens = new Map<string, string>();
    for (const role of roles) tokens.set(role, await signIn(program.address, role));
    return new GatewayProcess(program, folder, tokens);
  }

  private constructor(program: Program, folder: TemporaryFolder, tokens: ReadonlyMap<string, string>) {
    this.program = program;
    this.#folder = folder;
    this.#tokens = tokens;
  }

  /** The path of its database. */
  get file(): string {
    return `${this.#folder.path}/gateway.db`;
  }

  get address(): string {
    return this.program.address;
  }

  token(role: Role): string {
    return this.#tokens.get(role) ?? '';
  }

  /** Opens a connection that has started to catch up. */
  async connect(role: Role): Promise<TestClient> {
    const client = new TestClient(this.address, handshake(this.token(role)));
    await client.untilReceived('caught_up');
    return client;
  }

  /** Returns its resident memory in MB, from its own metrics. */
  async memory(): Promise<number> {
    const text = await (await fetch(`${this.address}/api/monitoring/metrics`)).text();
    const bytes = /^\S*process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1];
    return Number(bytes) / 1e6;
  }

  async stop(): Promise<void> {
    await this.program.stop();
    this.#folder.remove();
  }
}

async function signIn(address: string, username: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  return Grant.parse(await response.json()).accessToken;
}
