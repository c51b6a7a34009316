import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExplainedFigure, ITEM_FIGURE_EXPLANATIONS } from '#shared/domain/item-figures.ts';
import { Explained } from '../../components/explained.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { languageOf } from '../../i18n/errors.ts';

/** Returns what people read about a figure, in their language. */
export function useMeaning(): (name: ExplainedFigure) => string {
  const { locale } = useFormat();
  return (name) => ITEM_FIGURE_EXPLANATIONS[languageOf(locale)][name];
}

/** A figure with its name, and what it means behind a button. */
export function Figure({
  name,
  value,
  detail,
}: {
  readonly name: Exclude<ExplainedFigure, 'ageing'>;
  readonly value: string;
  readonly detail?: string | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const meaning = useMeaning();
  const label = t(`valuation.figures.${name}`);
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface px-3 py-1.5" data-figure={name}>
      <dt className="flex items-center justify-between gap-1 text-xs text-ink-3">
        <span className="truncate">{label}</span>
        <Explained name={label}>{meaning(name)}</Explained>
      </dt>
      <dd className="truncate text-md font-semibold" data-value>
        {value}
      </dd>
      {detail !== undefined && <dd className="truncate text-2xs text-ink-3">{detail}</dd>}
    </div>
  );
}
