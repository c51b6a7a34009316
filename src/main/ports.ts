import type { Subject } from '#shared/domain/subject.ts';

/** What a host must provide. Everything else in main is written against these. */

/** The clock and its timers, so that tests can own time. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, ms: number): () => void;
}

/** Structured log lines: module, code and ids, never tokens or message bodies. */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Keeps tokens. `kind` says how well: the system's key store, a file only this user can read, or only memory. */
export interface SecretStore {
  readonly kind: 'system' | 'file' | 'memory';
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface NativeNotification {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly subject: Subject | null;
}

/** Notifications of the operating system. A host without them says so and the console shows toasts only. */
export interface Notifier {
  readonly available: boolean;
  show(notification: NativeNotification): void;
}

/** Opens a web address in the user's browser. */
export interface Opener {
  open(url: string): Promise<void>;
}

export interface Paths {
  /** Where this profile's data lives. */
  readonly data: string;
}

/** Tells the console that the machine woke up or the network came back. Returns the way to stop listening. */
export interface PowerEvents {
  onWake(listener: () => void): () => void;
}

/** Starts a worker thread from the bundle (or, in tests, from its source). */
export interface WorkerFactory {
  engine(workerData: unknown): import('node:worker_threads').Worker;
  reader(workerData: unknown): import('node:worker_threads').Worker;
}

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
}
