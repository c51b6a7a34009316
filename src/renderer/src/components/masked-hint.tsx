import { EyeOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Masked } from '#shared/domain/filter.ts';

/** Says that the filter has masked something in a message, of a conversation or of a room. */
export function MaskedHint({ masked }: { readonly masked: Masked | null }): ReactNode {
  const { t } = useTranslation();
  if (masked === null) return null;
  const what = masked.cards > 0 && masked.words > 0 ? 'both' : masked.cards > 0 ? 'cards' : 'words';
  return (
    <p data-masked className="mt-0.5 flex items-center gap-1 px-0.5 text-2xs text-ink-3">
      <EyeOff size={11} aria-hidden className="shrink-0" />
      {t(`chat.messages.masked.${what}`)}
    </p>
  );
}
