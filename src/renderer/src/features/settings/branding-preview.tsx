import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { brandColours, PAGE_GROUNDS } from '#shared/domain/branding.ts';
import { type BrandingForm, brandingFrom, EMPTY_BRANDING, USUAL_COLOUR } from './branding-form.ts';

/** The texts of the customer page in its themes. */
const TEXT = { light: '#1a1f29', dark: '#e8ebf1' } as const;

/** The top of the customer page with the shop's name, greeting and colour as they are typed, in both themes. */
export function BrandingPreview({ form }: { readonly form: BrandingForm }): ReactNode {
  const { t, i18n } = useTranslation();
  const colour = brandingFrom({ ...EMPTY_BRANDING, colour: form.colour })?.colour ?? USUAL_COLOUR;
  const [own, other] =
    i18n.language === 'de' ? [form.greetingDe, form.greetingEn] : [form.greetingEn, form.greetingDe];
  return (
    <figure aria-label={t('settings.branding.preview')}>
      <figcaption className="mb-1 text-xs font-medium text-ink-2">
        {t('settings.branding.preview')}
      </figcaption>
      <div className="grid grid-cols-2 gap-2">
        {(['light', 'dark'] as const).map((theme) => {
          const { accent, onAccent, edge } = brandColours(colour, theme);
          return (
            <div
              key={theme}
              data-preview={theme}
              className="flex min-w-0 flex-col items-start gap-2 overflow-hidden rounded-md border border-line px-3 pb-3"
              style={{ backgroundColor: PAGE_GROUNDS[theme], color: TEXT[theme] }}
            >
              <p
                dir="auto"
                className="-mx-3 w-[calc(100%+1.5rem)] truncate border-b px-3 py-2 font-semibold"
                style={{ backgroundColor: accent, color: onAccent, borderColor: edge }}
              >
                {form.name.trim() || t('settings.branding.usual.name')}
              </p>
              <p dir="auto" className="line-clamp-2 w-full text-xs break-words">
                {own.trim() || other.trim()}
              </p>
              <span
                className="mt-auto max-w-full truncate rounded-md border px-2.5 py-1 text-xs font-semibold"
                style={{ backgroundColor: accent, color: onAccent, borderColor: edge }}
              >
                {t('settings.branding.button')}
              </span>
            </div>
          );
        })}
      </div>
    </figure>
  );
}
