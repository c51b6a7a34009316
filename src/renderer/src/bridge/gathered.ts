import DataLoader from 'dataloader';
import { MAX_TEXTS } from '#shared/bridge/inventory.ts';
import { MAX_REFERENCES } from '#shared/bridge/orders.ts';
import type { Subject } from '#shared/domain/subject.ts';
import { bridge } from './client.ts';

/*
 * Reads of many small parts of a screen, such as each message of a conversation. What they ask for in the same turn goes to the
 * cache as one call. The loaders keep no answers: that is up to the queries that call them.
 */

const words = new DataLoader<string, Subject | null>(
  async (asked) => {
    const { references } = await bridge.call('orders.references', { words: [...new Set(asked)] });
    const found = new Map(references.map(({ word, subject }) => [word, subject]));
    return asked.map((word) => found.get(word) ?? null);
  },
  { cache: false, maxBatchSize: MAX_REFERENCES },
);

const texts = new DataLoader<string, readonly string[]>(
  async (asked) => {
    const { named } = await bridge.call('inventory.named', { texts: [...asked] });
    return asked.map((_, index) => named[index] ?? []);
  },
  { cache: false, maxBatchSize: MAX_TEXTS },
);

/** The records that words name, by word. Rejects as the bridge does. */
export async function referencesOf(asked: readonly string[]): Promise<ReadonlyMap<string, Subject>> {
  const found = await Promise.all(asked.map((word) => words.load(word)));
  return new Map(
    asked.flatMap((word, index) => {
      const subject = found[index];
      return subject ? [[word, subject]] : [];
    }),
  );
}

/** The ids of the items that a text names, in the order of the text. Rejects as the bridge does. */
export function itemsNamedIn(text: string): Promise<readonly string[]> {
  return texts.load(text);
}
