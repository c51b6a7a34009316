import { checkDigit } from '#shared/domain/gtin.ts';
import { randomFor } from './random.ts';

/** GS1 keeps numbers from 20 to 29 for use within a company, so that the demo's belong to nobody. */
const PREFIX = '29';

/** Returns the barcode of a product: an EAN-13, the same for each start with one seed. */
export function demoBarcode(seed: number, productId: string): string {
  const random = randomFor(seed, 'barcode', productId);
  const body = `${PREFIX}${random.between(10_000, 99_999)}${random.between(10_000, 99_999)}`;
  return body + checkDigit(body);
}
