import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Role } from '#shared/domain/admin.ts';
import { handshake, TestClient } from './client.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';
import { type Program, runGateway, startSourceGateway } from './processes.ts';

const PASSWORD = 'correct horse battery';
const Grant = z.object({ accessToken: z.string(), user: z.object({ id: z.string() }) });
type Grant = z.infer<typeof Grant>;

/** A gateway that runs from its sources in its own process. It has one user per role, named after the role. */
export class GatewayProcess {
  readonly program: Program;
  readonly #folder: TemporaryFolder;
  readonly #grants: ReadonlyMap<string, Grant>;

  /** Creates the users, starts the gateway and signs all users in. `tree` is a copy of the sources to run instead. */
  static async start(
    roles: readonly Role[],
    env: Readonly<Record<string, string>> = {},
    tree?: string,
  ): Promise<GatewayProcess> {
    const folder = temporaryFolder('gateway');
    for (const role of roles) {
      const add = ['user', 'add', role, '--role', role];
      const account = { QUAYSIDE_DATA_DIR: folder.path, QUAYSIDE_PASSWORD: PASSWORD };
      const made = await runGateway(add, account, tree);
      if (made.code !== 0) throw new Error(made.stderr);
    }
    const serve = ['serve', '--port', '0', '--data-dir', folder.path];
    const program = await startSourceGateway(serve, { LOG_LEVEL: 'warn', ...env }, tree);
    const grants = new Map<string, Grant>();
    for (const role of roles) grants.set(role, await signIn(program.address, role));
    return new GatewayProcess(program, folder, grants);
  }

  private constructor(program: Program, folder: TemporaryFolder, grants: ReadonlyMap<string, Grant>) {
    this.program = program;
    this.#folder = folder;
    this.#grants = grants;
  }

  /** The path of its database. */
  get file(): string {
    return `${this.#folder.path}/gateway.db`;
  }

  get address(): string {
    return this.program.address;
  }

  token(role: Role): string {
    return this.#grants.get(role)?.accessToken ?? '';
  }

  userId(role: Role): string {
    return this.#grants.get(role)?.user.id ?? '';
  }

  /** Submits a command over REST. Throws if it is refused. */
  async submit(role: Role, type: string, data: unknown): Promise<void> {
    const response = await fetch(`${this.address}/api/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token(role)}` },
      body: JSON.stringify({ id: uuidv7(), type, data, at: Date.now() }),
    });
    if (!response.ok) throw new Error(`${type}: ${await response.text()}`);
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

async function signIn(address: string, username: string): Promise<Grant> {
  const response = await fetch(`${address}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  return Grant.parse(await response.json());
}
