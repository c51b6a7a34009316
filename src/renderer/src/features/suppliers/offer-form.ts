import type { FormFields } from '#shared/bridge/forms.ts';
import { type Supplier, SupplierItemTerms } from '#shared/domain/suppliers.ts';
import { parseAmount, parseCount } from '../../lib/number-field.ts';

/** What a supplier sells an item for, as typed. */
export type OfferForm = FormFields<'suppliers.set_item'>;
export type OfferErrors = Readonly<Partial<Record<'itemId' | 'packSize' | 'price' | 'supplierSku', true>>>;

export const EMPTY_OFFER: OfferForm = {
  itemId: null,
  supplierSku: '',
  packSize: '1',
  price: '',
  preferred: true,
  expected: null,
};

/** Returns the terms that a form describes, or which of its fields are wrong. */
export function offerTerms(
  { id, currency }: Pick<Supplier, 'id' | 'currency'>,
  form: OfferForm,
):
  | { readonly ok: true; readonly offer: SupplierItemTerms }
  | { readonly ok: false; readonly errors: OfferErrors } {
  const parsed = SupplierItemTerms.safeParse({
    supplierId: id,
    itemId: form.itemId,
    supplierSku: form.supplierSku.trim() || null,
    packSize: parseCount(form.packSize),
    price: parseAmount(form.price, currency),
    preferred: form.preferred,
  });
  if (parsed.success) return { ok: true, offer: parsed.data };
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  const names = ['itemId', 'packSize', 'price', 'supplierSku'] as const;
  return {
    ok: false,
    errors: Object.fromEntries(names.filter((name) => wrong.has(name)).map((name) => [name, true])),
  };
}
