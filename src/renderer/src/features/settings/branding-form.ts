import type { FormFields } from '#shared/bridge/forms.ts';
import { Branding } from '#shared/domain/branding.ts';

/** How the customer page looks, as typed. */
export type BrandingForm = FormFields<'admin.set_branding'>;

/** The colour of the customer page where nobody has chosen one. */
export const USUAL_COLOUR = '#1f5fbf';
export const EMPTY_BRANDING: BrandingForm = {
  name: '',
  colour: '',
  greetingEn: '',
  greetingDe: '',
  seen: null,
};

/** Returns the branding as a person edits it. */
export function formOf(branding: Branding): BrandingForm {
  return {
    name: branding.name ?? '',
    colour: branding.colour ?? '',
    greetingEn: branding.greetingEn ?? '',
    greetingDe: branding.greetingDe ?? '',
    seen: branding,
  };
}

/** Returns the branding that a form describes, with null for empty fields; null if a field is not valid. */
export function brandingFrom({ name, colour, greetingEn, greetingDe }: BrandingForm): Branding | null {
  const given = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const parsed = Branding.safeParse({
    name: given(name),
    colour: given(colour.toLowerCase()),
    greetingEn: given(greetingEn),
    greetingDe: given(greetingDe),
  });
  return parsed.success ? parsed.data : null;
}

/** Returns the fields of a form that are not valid. */
export function wrongFields(form: BrandingForm): ReadonlySet<keyof Branding> {
  const fields = ['name', 'colour', 'greetingEn', 'greetingDe'] as const;
  const others = { name: '', colour: '', greetingEn: '', greetingDe: '', seen: null };
  return new Set(fields.filter((field) => brandingFrom({ ...others, [field]: form[field] }) === null));
}
