import { join } from 'node:path';
import { outboxPath } from '../../src/main/engine/store/outbox-file.ts';
import { Disturbance, lockDatabases } from './disturbance.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';
import { type Program, runGateway } from './processes.ts';
import { openShop, type Shop } from './shop.ts';

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** How often `/api/health` is asked, ms. */
const HEALTH_EVERY_MS = 100;

/** A shop whose clocks, disks and databases a test disturbs, and which notices what must never happen. */
export class DisturbedShop {
  readonly shop: Shop;
  readonly gatewayAround: Disturbance;
  readonly consoleAround: Disturbance;
  /** Programs that ended by themselves, errors that nothing caught, answers of `/api/health` that failed. */
  readonly faults: string[] = [];
  /** The slowest answer of `/api/health` while the database was locked, ms, and the number of those answers. */
  readonly health = { slowestMs: 0, whileLocked: 0 };
  readonly #folder: TemporaryFolder;
  readonly #programs = new Set<Program>();
  readonly #locks = new Set<Promise<void>>();
  #gatewayLocked = false;
  #gatewayUp = true;
  #starts = 0;
  #asking = true;
  readonly #asked: Promise<void>;

  static async open(demo: readonly string[]): Promise<DisturbedShop> {
    const folder = temporaryFolder('disturbed');
    const gatewayAround = new Disturbance(join(folder.path, 'gateway.json'));
    const consoleAround = new Disturbance(join(folder.path, 'console.json'));
    const shop = await openShop({
      demo,
      env: { LOG_LEVEL: 'warn' },
      gatewayEnv: gatewayAround.env,
      consoleEnv: consoleAround.env,
    });
    return new DisturbedShop(shop, folder, gatewayAround, consoleAround);
  }

  private constructor(
    shop: Shop,
    folder: TemporaryFolder,
    gatewayAround: Disturbance,
    consoleAround: Disturbance,
  ) {
    this.shop = shop;
    this.#folder = folder;
    this.gatewayAround = gatewayAround;
    this.consoleAround = consoleAround;
    this.#programs.add(shop.gateway).add(shop.console);
    this.#asked = this.#askHealth();
  }

  get gatewayFile(): string {
    return join(this.shop.gatewayDir, 'gateway.db');
  }

  /** Kills the console and starts it again. */
  async killConsole(afterMs: number): Promise<void> {
    this.#checkRunning(this.shop.console);
    await this.shop.console.kill();
    this.#programs.delete(this.shop.console);
    await pause(afterMs);
    await this.shop.restartConsole();
    this.#programs.add(this.shop.console);
  }

  /** Kills the gateway, does some work while it is down, and starts it again. */
  async killGateway(meanwhile: () => Promise<void>): Promise<void> {
    this.#checkRunning(this.shop.gateway);
    this.#gatewayUp = false;
    await this.shop.gateway.kill();
    this.#programs.delete(this.shop.gateway);
    await meanwhile();
    await this.startGateway(true);
  }

  /** Stops the gateway as its operator would. */
  async stopGateway(): Promise<void> {
    this.#checkRunning(this.shop.gateway);
    this.#gatewayUp = false;
    await this.shop.gateway.stop();
    this.#programs.delete(this.shop.gateway);
    const { exitCode } = this.shop.gateway.child;
    if (exitCode !== 0) this.faults.push(`the gateway stopped with ${exitCode}`);
  }

  async startGateway(demo: boolean): Promise<void> {
    await this.shop.restartGateway(demo);
    this.#programs.add(this.shop.gateway);
    this.#starts += 1;
    this.#gatewayUp = true;
  }

  /** Copies the gateway's database while it is running. Returns the file. */
  async backup(name: string): Promise<string> {
    const file = join(this.#folder.path, `${name}.db`);
    await this.#runGateway(['backup', file]);
    return file;
  }

  /** Replaces the database of a gateway that does not run. */
  async restore(file: string): Promise<void> {
    await this.unlocked();
    await this.#runGateway(['restore', file]);
  }

  /** Holds the gateway's write lock for a while, beside whatever happens next. */
  lockGateway(ms: number): void {
    this.#lock([this.gatewayFile], ms, (locked) => {
      this.#gatewayLocked = locked;
    });
  }

  /** Holds the write locks of the console's cache and outbox for a while, beside whatever happens next. */
  lockConsole(ms: number): void {
    const cache = this.shop.cacheFile();
    this.#lock([cache, outboxPath(cache)], ms, () => undefined);
  }

  /** Waits until no lock is held any more. */
  async unlocked(): Promise<void> {
    while (this.#locks.size > 0) await Promise.all(this.#locks);
  }

  /** Collects the errors of running programs that nothing caught. */
  check(): void {
    for (const program of this.#programs) this.#checkRunning(program);
  }

  async stop(): Promise<void> {
    this.#asking = false;
    await this.#asked;
    await this.unlocked();
    await this.shop.stop();
    this.#folder.remove();
  }

  #lock(files: readonly string[], ms: number, changed: (locked: boolean) => void): void {
    const held = lockDatabases(files).then(async (unlock) => {
      changed(true);
      await pause(ms);
      changed(false);
      unlock();
    });
    this.#locks.add(held);
    void held.finally(() => this.#locks.delete(held));
  }

  #checkRunning({ child, faults, tail }: Program): void {
    this.faults.push(...faults.map((line) => line.slice(0, 2_000)));
    if (child.exitCode !== null || child.signalCode !== null)
      this.faults.push(
        `ended by itself (${child.exitCode ?? child.signalCode}): ${tail.slice(-5).join('\n')}`,
      );
  }

  async #runGateway(args: readonly string[]): Promise<void> {
    const { code, stderr } = await runGateway(args, { QUAYSIDE_DATA_DIR: this.shop.gatewayDir });
    if (code !== 0) throw new Error(`${args[0]}: ${stderr}`);
  }

  async #askHealth(): Promise<void> {
    while (this.#asking) {
      const before = { starts: this.#starts, up: this.#gatewayUp, locked: this.#gatewayLocked };
      const start = performance.now();
      const answer = await fetch(`${this.shop.gateway.address}/api/health`).then(
        (response) => (response.ok ? null : String(response.status)),
        (error: unknown) => String(error),
      );
      const ms = performance.now() - start;
      // A gateway that was killed meanwhile owes no answer.
      if (before.up && this.#gatewayUp && before.starts === this.#starts) {
        if (answer !== null) this.faults.push(`health: ${answer}`);
        if (before.locked) {
          this.health.whileLocked += 1;
          this.health.slowestMs = Math.max(this.health.slowestMs, ms);
        }
      }
      await pause(HEALTH_EVERY_MS);
    }
  }
}
