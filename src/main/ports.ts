import type { Subject } from '#shared/domain/subject.ts';

/** What a host must provide. The rest of main depends only on these interfaces. */

/** The clock and its timers, so that tests control time. */
export interface Clock {
  /**
   * The time of this machine in ms since the Unix epoch. It jumps when someone sets it. It is for what outlives the process
   * and concerns this machine only; times of events are compared with the gateway's time (`GatewayTime`).
   */
  now(): number;
  /**
   * Ms since some fixed moment, for every duration. It never goes back, is the same in all threads of the process, and may
   * stand still while the machine sleeps.
   */
  monotonic(): number;
  /** Runs `callback` after `ms`. Returns a function that cancels it. */
  setTimeout(callback: () => void, ms: number): () => void;
}

/** Writes structured log lines: module, code and ids, never tokens or message bodies. */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Stores tokens. `kind` is where: the system's key store, a file only this user can read, or memory. */
export interface SecretStore {
  readonly kind: 'system' | 'file' | 'memory';
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** One notification of the operating system, in the user's language. */
export interface NativeNotification {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly subject: Subject | null;
}

/** Shows notifications of the operating system. If a host has none (`available` is false), the console shows toasts only. */
export interface Notifier {
  readonly available: boolean;
  show(notification: NativeNotification): void;
}

/** Opens a web address in the user's browser. */
export interface Opener {
  open(url: string): Promise<void>;
}

/** The folders of a profile. */
export interface Paths {
  /** The data folder of the profile. */
  readonly data: string;
}

/** Reports that the machine woke up or its user came back, and that they left. */
export interface PowerEvents {
  /** Returns an unsubscribe function. */
  onWake(listener: () => void): () => void;
  /** Calls the listener when the machine is locked, falls asleep, or has slept. Returns an unsubscribe function. */
  onAway(listener: (cause: 'locked' | 'suspended') => void): () => void;
  /** How long nobody has used the machine, ms; null where only the windows know. */
  idleMs(): number | null;
}

/** Starts worker threads from the bundle or, in tests, from source. */
export interface WorkerFactory {
  engine(workerData: unknown): import('node:worker_threads').Worker;
  reader(workerData: unknown): import('node:worker_threads').Worker;
}

/** Everything a host provides. */
export interface HostPorts {
  readonly host: 'electron' | 'browser';
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secrets: SecretStore;
  readonly notifier: Notifier;
  readonly opener: Opener;
  readonly paths: Paths;
  readonly power: PowerEvents;
  readonly workers: WorkerFactory;
  /** Whether the user is looking at the console: one of its windows has the focus. */
  focused(): boolean;
  /** The user's locale as a BCP 47 tag, for what main itself shows. */
  locale(): string;
}
