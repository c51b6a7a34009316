import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { z } from 'zod';

const State = z.object({ head: z.number(), commits: z.number(), ms: z.number() });
type State = z.infer<typeof State>;

/** Another process that commits to a gateway's database at a steady rate. */
export class CommitWriter {
  readonly #child: ChildProcess;

  /** Fills the database of a folder with some megabytes of events, then commits single events at a rate. */
  static async start(folder: string, perSecond: number, fillMb = 0): Promise<CommitWriter> {
    const child = fork(
      resolve(import.meta.dirname, '../integration/backup-writer-child.ts'),
      [folder, String(perSecond), String(fillMb)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const writer = new CommitWriter(child);
    await writer.#next();
    return writer;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Returns its log's head, and how many commits it has made in which time. */
  async state(): Promise<State> {
    this.#child.send('state');
    return this.#next();
  }

  /** Stops it and waits until it has exited. */
  async stop(): Promise<State> {
    const gone = once(this.#child, 'exit');
    this.#child.send('stop');
    const state = await this.#next();
    await gone;
    return state;
  }

  /** Kills it without warning and waits until it has exited. Does nothing if it has. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async #next(): Promise<State> {
    const [message] = await once(this.#child, 'message');
    return State.parse(message);
  }
}
