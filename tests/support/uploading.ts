import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { CHUNK_BYTES } from '#shared/domain/attachments.ts';
import { sha256Of } from './make/files.ts';

const TooSoon = z.object({ error: z.object({ retryAfterMs: z.int().min(1) }) });

/** An answer of the gateway to a request of an upload. */
export interface UploadAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Speaks the protocol of uploads, request by request. `path` is that of the team or of the chat page. */
export class TestUploads {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>>, path = '/api/v1/attachments') {
    this.#base = url + path;
    this.#headers = headers;
  }

  begin(id: string, name: string, bytes: Uint8Array): Promise<UploadAnswer> {
    return this.begins({ id, name, bytes: bytes.length, sha256: sha256Of(bytes) });
  }

  begins(body: unknown): Promise<UploadAnswer> {
    return this.#ask('', 'POST', JSON.stringify(body), { 'content-type': 'application/json' });
  }

  /** Sends a piece; again when it is time, if it came too soon after the others: a fast machine sends more than the limit allows. */
  async piece(id: string, offset: number | string, piece: Uint8Array): Promise<UploadAnswer> {
    for (;;) {
      const answer = await this.#ask(`/${id}`, 'PATCH', new Uint8Array(piece), {
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(offset),
      });
      if (answer.status !== 429) return answer;
      const { error } = TooSoon.parse(answer.body);
      await new Promise((again) => setTimeout(again, error.retryAfterMs));
    }
  }

  cancel(id: string): Promise<UploadAnswer> {
    return this.#ask(`/${id}`, 'DELETE');
  }

  state(id: string): Promise<UploadAnswer> {
    return this.#ask(`/${id}/upload`, 'GET');
  }

  /** Uploads a file without interruption. Returns its id and the last answer. */
  async whole(
    name: string,
    bytes: Uint8Array,
    id = uuidv7(),
  ): Promise<UploadAnswer & { readonly id: string }> {
    let answer = await this.begin(id, name, bytes);
    for (let at = 0; answer.status === 200 && at < bytes.length; at += CHUNK_BYTES)
      answer = await this.piece(id, at, bytes.subarray(at, at + CHUNK_BYTES));
    return { ...answer, id };
  }

  read(id: string): Promise<Response> {
    return fetch(`${this.#base}/${id}`, { headers: this.#headers });
  }

  async #ask(
    path: string,
    method: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<UploadAnswer> {
    const answer = await fetch(this.#base + path, {
      method,
      headers: { ...this.#headers, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, body: await answer.json() };
  }
}
