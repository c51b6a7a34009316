import type { Sql } from '../kernel.ts';
import type { DemoGateway } from './gateway.ts';
import { colleague } from './personas.ts';
import { unfinishedDesk } from './state.ts';
import type { DeskEntry } from './tables.ts';

/** How often colleagues show themselves, ms. */
const EVERY_MS = 4_000;
/** How long before they write they open a conversation, have begun a text, and type, ms. */
const LOOKS_MS = 40_000;
const DRAFTS_MS = 18_000;
const TYPES_MS = 8_000;
/** How long each signal holds unless it is renewed, ms. */
const VIEWING_MS = 10_000;
const TYPING_MS = 6_000;
/** The conversations that are looked at. */
const MAX_LOOKED_AT = 100;
/** The steps in which a colleague writes. */
const WRITTEN: ReadonlySet<DeskEntry['step']> = new Set(['greet', 'reply', 'solve']);

/** What the company needs. */
export interface CompanyOptions {
  readonly gateway: Pick<DemoGateway, 'signal'> & { readonly sql: Sql };
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** Shows the colleagues in the conversations in which they will write next: they look, begin a text, and type. */
export class Company {
  readonly #options: CompanyOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CompanyOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.#show(), EVERY_MS);
  }

  dispose(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #show(): void {
    const { gateway, now, onError } = this.#options;
    try {
      for (const entry of unfinishedDesk(gateway.sql, MAX_LOOKED_AT)) {
        const left = entry.dueAt - now();
        if (left > 0 && left <= LOOKS_MS && WRITTEN.has(entry.step)) this.#signal(entry, left);
      }
    } catch (error) {
      onError(error);
    }
  }

  #signal({ conversationId, agent }: DeskEntry, left: number): void {
    const { gateway, now } = this.#options;
    const { id: userId, name } = colleague(agent);
    const from = { conversationId, userId, name };
    gateway.signal?.({
      type: 'viewing',
      ...from,
      hasDraft: left <= DRAFTS_MS,
      expiresAt: now() + VIEWING_MS,
    });
    if (left <= TYPES_MS)
      gateway.signal?.({ type: 'typing', ...from, who: 'user', expiresAt: now() + TYPING_MS });
  }
}
