import { renameSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Program } from './processes.ts';
import { until } from './wait.ts';

const PRELOAD = new URL('./disturbed.mjs', import.meta.url).href;

/** What is wrong around a program. */
interface Settings {
  /** The program's clock minus this machine's, ms. */
  readonly clockMs: number;
  /** How much longer each commit to a database takes, ms. */
  readonly commitMs: number;
}

/** Sets the clock and the speed of the disk of a program, also across its restarts. */
export class Disturbance {
  /** The environment to start the program with. */
  readonly env: Readonly<Record<string, string>>;
  readonly #file: string;
  #settings: Settings = { clockMs: 0, commitMs: 0 };

  /** `file` is where the settings are kept. */
  constructor(file: string) {
    this.#file = file;
    this.env = { NODE_OPTIONS: `--import ${PRELOAD}`, QUAYSIDE_TEST_DISTURBANCE: file };
    this.#write();
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Changes settings. They apply to a running program at once, and to all later ones. */
  set(change: Partial<Settings>, program: Program): void {
    this.#settings = { ...this.#settings, ...change };
    this.#write();
    if (program.child.exitCode === null && program.child.signalCode === null) program.child.kill('SIGUSR2');
  }

  #write(): void {
    const next = `${this.#file}.next`;
    writeFileSync(next, JSON.stringify(this.#settings));
    renameSync(next, this.#file);
  }
}

/** Takes the write lock of databases, as another program would. Returns a function that gives it up. */
export async function lockDatabases(files: readonly string[]): Promise<() => void> {
  const held: Database.Database[] = [];
  for (const file of files) {
    const db = new Database(file, { timeout: 0, fileMustExist: true });
    held.push(db);
    await until(`the lock of ${file}`, () => begin(db), 30_000, 1);
  }
  return () => {
    for (const db of held) db.close();
  };
}

function begin(db: Database.Database): boolean {
  try {
    db.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    throw error;
  }
}
