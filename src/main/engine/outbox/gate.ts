import { z } from 'zod';
import type { ProtocolError } from '#shared/protocol/errors.ts';

/** The files that messages name. */
export interface FilesOfMessages {
  /** Whether a message has to wait for a file. */
  isPending(id: string): boolean;
  /** Returns why the gateway has refused a file; null if it has not. */
  refusalOf(id: string): ProtocolError | null;
}

/** Where every command may go at once. */
export const NO_FILES: FilesOfMessages = { isPending: () => false, refusalOf: () => null };

const WithFiles = z.object({ attachments: z.array(z.string()).min(1) });

/** Holds messages back until the gateway has their files. It knows the commands that wait or are in flight. */
export class Gate {
  readonly #files: FilesOfMessages;
  readonly #needs = new Map<string, readonly string[]>();

  constructor(files: FilesOfMessages) {
    this.#files = files;
  }

  /** Takes in a command. `data` is JSON. */
  add(id: string, data: string): void {
    if (!data.includes('"attachments"')) return;
    const needs = WithFiles.safeParse(JSON.parse(data));
    if (needs.success) this.#needs.set(id, needs.data.attachments);
  }

  /** Forgets a command that was decided. */
  remove(id: string): void {
    this.#needs.delete(id);
  }

  /** Whether a command may be sent, or is known to be refused. */
  isOpen(id: string): boolean {
    const needs = this.#needs.get(id) ?? [];
    return this.refusalOf(id) !== null || !needs.some((file) => this.#files.isPending(file));
  }

  /** Returns why a command cannot be sent: the gateway has refused a file of it. */
  refusalOf(id: string): ProtocolError | null {
    for (const file of this.#needs.get(id) ?? []) {
      const refusal = this.#files.refusalOf(file);
      if (refusal !== null) return { ...refusal, field: 'attachments' };
    }
    return null;
  }
}
