import { useTranslation } from 'react-i18next';
import { filterKey } from '#shared/domain/filter.ts';
import type { ConflictField } from '../../components/conflict-note.tsx';
import { entriesOf, type FilterForm } from './filter-form.ts';

/** Returns what differs between the user's rules and those that stand now, in words. Of the lists, what only one of them has. */
export function useDifferences(): (mine: FilterForm, theirs: FilterForm) => ConflictField[] {
  const { t } = useTranslation();
  const onlyIn = (one: FilterForm, other: FilterForm): string => {
    const known = new Set(entriesOf(other.words).map(filterKey));
    return entriesOf(one.words)
      .filter((entry) => !known.has(filterKey(entry)))
      .join(', ');
  };
  const flood = ({ flood: on, messages, seconds }: FilterForm): string =>
    on ? t('filter.conflicts.flood', { messages, seconds }) : t('filter.conflicts.off');
  const repeat = ({ repeat: on, repeatSeconds: seconds }: FilterForm): string =>
    on ? t('filter.conflicts.repeat', { seconds }) : t('filter.conflicts.off');
  return (mine, theirs) =>
    [
      { label: t('filter.conflicts.words'), mine: onlyIn(mine, theirs), theirs: onlyIn(theirs, mine) },
      { label: t('filter.visitors.flood'), mine: flood(mine), theirs: flood(theirs) },
      { label: t('filter.visitors.repeat'), mine: repeat(mine), theirs: repeat(theirs) },
    ].filter((field) => field.mine !== field.theirs);
}
