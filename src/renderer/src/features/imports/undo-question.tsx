import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Import } from '#shared/domain/imports.ts';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../hooks/use-format.ts';

/** What is to become of lines whose record was changed since, and for which lines it is the other way round. */
export interface UndoChoice {
  readonly changed: 'keep' | 'take_back';
  readonly except: readonly number[];
}

/** Nothing that somebody has done since is touched. */
export const NO_CHOICE: UndoChoice = { changed: 'keep', except: [] };

/** Exceptions of one undo at most. */
const MAX_EXCEPT = 500;

/** Returns what becomes of a line. */
export function choiceOf({ changed, except }: UndoChoice, line: number): UndoChoice['changed'] {
  if (!except.includes(line)) return changed;
  return changed === 'keep' ? 'take_back' : 'keep';
}

/** Returns the choice with another answer for a line. */
export function withChoice(choice: UndoChoice, line: number, to: UndoChoice['changed']): UndoChoice {
  const others = choice.except.filter((one) => one !== line);
  return { ...choice, except: to === choice.changed ? others : [...others, line].slice(-MAX_EXCEPT) };
}

/** Asks what is to become of lines that were changed since. */
export function UndoQuestion({
  found,
  choice,
  onChoice,
}: {
  readonly found: Import;
  readonly choice: UndoChoice;
  readonly onChoice: (choice: UndoChoice) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { differing } = found;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-3 border-b border-line bg-sunken px-4 py-2">
      <p className="text-ink-2">
        {differing === 0
          ? t('imports.detail.noneDiffer')
          : t('imports.detail.differing', { count: differing, formatted: format.integer(differing) })}
      </p>
      {differing > 0 && (
        <Segmented
          value={choice.changed}
          label={t('imports.detail.filters.differing')}
          segments={[
            { value: 'keep', label: t('imports.detail.keep') },
            { value: 'take_back', label: t('imports.detail.takeBack') },
          ]}
          onChange={(changed) => onChoice({ changed, except: [] })}
        />
      )}
    </div>
  );
}
