import { type Item, isListed } from '#shared/domain/inventory.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextIndex, TextSource } from '../../store/text-index.ts';
import { itemsTable } from './tables.ts';

/** The text of items. */
const ITEM_TEXT: TextSource = {
  index: 'items_fts',
  table: 'items',
  key: 'k',
  columns: ['sku', 'name', 'barcode'],
  words: 'words',
  text: ({ sku, name, barcode }) => textOf(sku, name, barcode),
};

function textOf(sku: unknown, name: unknown, barcode: unknown): string {
  return `${sku} ${name} ${barcode ?? ''}`;
}

/** An item before a write. */
export interface ItemBefore {
  readonly k: number;
  readonly category: string;
  readonly status: Item['status'];
  readonly words: string;
}

/** The items table with its text index and the counter of listed items. */
export class Items {
  readonly #context: ProjectionContext;
  readonly #table;
  readonly index: TextIndex;
  readonly #find;

  constructor(context: ProjectionContext) {
    this.#context = context;
    this.#table = context.bind(itemsTable);
    this.index = context.text(ITEM_TEXT);
    this.#find = context.sql.prepare<[string], ItemBefore>(
      `SELECT k, category, status, words FROM ${context.table(itemsTable.name)} WHERE id = ?`,
    );
  }

  /** Writes an item. Returns the item before; undefined if it is new. */
  put(item: Item): ItemBefore | undefined {
    const words = foldWords(textOf(item.sku, item.name, item.barcode));
    const before = this.#find.get(item.id);
    const { lastInsertRowid } = this.#table.upsert(item, { words });
    this.#context.counters.add('inventory.items', listedAs(item) - (before ? listedAs(before) : 0));
    if (before === undefined) this.index.add(lastInsertRowid, words);
    else if (before.words !== words) this.index.replace(before.k, before.words, words);
    return before;
  }

  clear(): void {
    this.#table.clear();
    this.index.clear();
  }
}

function listedAs(item: Pick<Item, 'status'>): 0 | 1 {
  return isListed(item) ? 1 : 0;
}
