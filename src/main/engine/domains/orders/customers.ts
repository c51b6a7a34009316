import type { Order } from '#shared/domain/orders.ts';
import type { ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import type { TextIndex, TextSource } from '../../store/text-index.ts';
import { customersTable } from './tables.ts';

/** The text of customers: name and e-mail. */
const CUSTOMER_TEXT: TextSource = {
  index: 'customers_fts',
  table: 'customers',
  key: 'k',
  columns: ['name', 'email'],
  words: 'words',
  text: ({ name, email }) => textOf(name, email),
};

function textOf(name: unknown, email: unknown): string {
  return `${name} ${email ?? ''}`;
}

interface Before {
  readonly k: number;
  readonly name: string;
  readonly email: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly words: string;
}

/** The customers of orders with their text index. They depend on the orders only. */
export class Customers {
  readonly index: TextIndex;
  readonly #table;
  readonly #find;

  constructor(context: ProjectionContext) {
    this.#table = context.bind(customersTable);
    this.index = context.text(CUSTOMER_TEXT);
    this.#find = context.sql.prepare<[string], Before>(
      `SELECT k, name, email, first_at AS firstAt, last_at AS lastAt, words FROM ${context.table(customersTable.name)} WHERE id = ?`,
    );
  }

  /** Counts in an order that is new here. */
  add({ customer, placedAt }: Order): void {
    if (customer === null) return;
    const before = this.#find.get(customer.id);
    const newest = before === undefined || placedAt >= before.lastAt;
    if (before && !newest && placedAt >= before.firstAt) return;
    const { name, email } = newest ? customer : before;
    const words = foldWords(textOf(name, email));
    const written = this.#table.upsert(
      {},
      {
        id: customer.id,
        name,
        email,
        firstAt: Math.min(placedAt, before?.firstAt ?? placedAt),
        lastAt: Math.max(placedAt, before?.lastAt ?? placedAt),
        words,
      },
    );
    if (before === undefined) this.index.add(written.lastInsertRowid, words);
    else if (before.words !== words) this.index.replace(before.k, before.words, words);
  }

  clear(): void {
    this.#table.clear();
    this.index.clear();
  }
}
