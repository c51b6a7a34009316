import type { FormFields } from '#shared/bridge/forms.ts';
import { Currency } from '#shared/domain/money.ts';
import { type Supplier, SupplierTerms } from '#shared/domain/suppliers.ts';
import { amountText, parseAmount, parseCount, parseDays } from '../../lib/number-field.ts';

/** The fields of a supplier as typed. */
export type SupplierForm = FormFields<'suppliers.create'>;
/** What is wrong with each field. */
export type SupplierErrors = Readonly<Partial<Record<keyof SupplierForm, 'missing' | 'invalid' | 'long'>>>;

export const EMPTY_SUPPLIER: SupplierForm = {
  name: '',
  contactName: '',
  email: '',
  phone: '',
  leadTimeDays: '7',
  leadTimeDeviationDays: '0',
  currency: '',
  minimumOrder: '0',
  serviceLevel: '',
  note: '',
  status: 'active',
};

const orNull = (text: string): string | null => text.trim() || null;

/** Returns a supplier's fields as a person edits them. */
export function formOf(supplier: SupplierTerms): SupplierForm {
  const { name, contactName, email, phone, currency, note, status } = supplier;
  return {
    name,
    contactName: contactName ?? '',
    email: email ?? '',
    phone: phone ?? '',
    leadTimeDays: String(supplier.leadTimeDays),
    leadTimeDeviationDays: String(supplier.leadTimeDeviationDays),
    currency,
    minimumOrder: amountText(supplier.minimumOrder, currency),
    serviceLevel: supplier.serviceLevel === null ? '' : String(supplier.serviceLevel),
    note: note ?? '',
    status,
  };
}

/** Returns the supplier that a form describes, or what is wrong with its fields. */
export function termsOf(
  id: string,
  form: SupplierForm,
):
  | { readonly ok: true; readonly terms: SupplierTerms }
  | { readonly ok: false; readonly errors: SupplierErrors } {
  const currency = form.currency.trim().toUpperCase();
  const isCurrency = Currency.safeParse(currency).success;
  const parsed = SupplierTerms.safeParse({
    id,
    name: form.name,
    contactName: orNull(form.contactName),
    email: orNull(form.email),
    phone: orNull(form.phone),
    leadTimeDays: parseCount(form.leadTimeDays),
    leadTimeDeviationDays: parseDays(form.leadTimeDeviationDays),
    currency,
    minimumOrder: isCurrency ? parseAmount(form.minimumOrder || '0', currency) : 0,
    serviceLevel: form.serviceLevel === '' ? null : Number(form.serviceLevel),
    note: orNull(form.note),
    status: form.status,
  });
  if (parsed.success) return { ok: true, terms: parsed.data };
  const errors: Partial<Record<keyof SupplierForm, 'missing' | 'invalid' | 'long'>> = {};
  for (const { path, code } of parsed.error.issues) {
    const field = Object.keys(EMPTY_SUPPLIER).find((name): name is keyof SupplierForm => name === path[0]);
    if (field === undefined) continue;
    const empty = form[field].trim() === '';
    errors[field] = empty ? 'missing' : code === 'too_big' && field !== 'leadTimeDays' ? 'long' : 'invalid';
  }
  return { ok: false, errors };
}

/** Returns the fields in which a form differs from a supplier. */
export function differingFields(form: SupplierForm, supplier: Supplier): (keyof SupplierForm)[] {
  const theirs = formOf(supplier);
  return Object.keys(EMPTY_SUPPLIER).filter(
    (name): name is keyof SupplierForm =>
      Object.hasOwn(theirs, name) &&
      form[name as keyof SupplierForm].trim() !== theirs[name as keyof SupplierForm].trim(),
  );
}
