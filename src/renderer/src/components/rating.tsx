import { Star } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rating } from '#shared/domain/ratings.ts';
import { useFormat } from '../hooks/use-format.ts';

const STARS = [1, 2, 3, 4, 5] as const;

/** A score as stars, with its number for those who do not see them. */
export function Stars({ score }: { readonly score: number }): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="inline-flex shrink-0 items-center" title={t('chat.rating.score', { score })}>
      {STARS.map((n) => (
        <Star
          key={n}
          size={11}
          aria-hidden
          className={n <= score ? 'fill-current text-warn' : 'text-ink-3'}
        />
      ))}
      <span className="sr-only">{t('chat.rating.score', { score })}</span>
    </span>
  );
}

/** A line of the conversation: how the customer rated the resolution. */
export function RatingLine({
  rating,
  customer,
}: {
  readonly rating: Rating;
  readonly customer: string;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div
      data-rating={rating.score}
      className="mx-auto my-2 flex max-w-[46rem] flex-col items-center gap-0.5 text-xs text-ink-2"
    >
      <p className="flex flex-wrap items-center justify-center gap-1.5">
        <span dir="auto">{t('chat.rating.line', { customer })}</span>
        <Stars score={rating.score} />
        <span className="text-2xs text-ink-3">{format.moment(rating.at)}</span>
      </p>
      {rating.comment !== null && (
        <p dir="auto" className="max-w-full break-words whitespace-pre-wrap text-center text-ink">
          “{rating.comment}”
        </p>
      )}
    </div>
  );
}
