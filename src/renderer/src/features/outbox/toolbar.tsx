import { Trash2 } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { UNSENT_STATES } from '#shared/bridge/outbox.ts';
import { Button } from '../../components/button.tsx';
import { SearchInput, Select } from '../../components/field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { translateDynamic } from '../../i18n/index.ts';
import { useSession } from '../../stores/session.ts';
import { discardCommands } from './discarding.ts';
import type { OutboxFilters } from './filters.ts';

/** Section, search, filters and order, and what can be done with many at once. */
export function UnsentToolbar({
  filters,
  counts,
  onFilters,
}: {
  readonly filters: OutboxFilters;
  readonly counts: MethodOutput<'outbox.counts'> | undefined;
  readonly onFilters: (change: Partial<OutboxFilters>) => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const review = useSession((state) => state.session?.review ?? false);
  const { section, state, kind, sort, search } = filters;
  const onSearch = useCallback((text: string) => onFilters({ search: text }), [onFilters]);
  const [text, setText] = useDebouncedText(search, onSearch);
  const kinds = (section === 'typed' ? counts?.typedKinds : counts?.kinds) ?? [];
  const known = kinds.map((one) => one.kind);
  const choices = kind !== null && !known.includes(kind) ? [...known, kind] : known;
  const refused = counts?.refused ?? 0;
  const total = counts && counts.waiting + counts.refused + counts.discarded;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <Segmented<OutboxFilters['section']>
        value={section}
        label={t('unsent.section')}
        segments={[
          { value: 'unsent', label: t('unsent.sections.unsent'), count: total },
          { value: 'typed', label: t('unsent.sections.typed'), count: counts?.typed },
        ]}
        onChange={(next) => onFilters({ section: next, kind: null })}
      />
      <SearchInput
        value={text}
        onValue={setText}
        label={t('unsent.search')}
        clearLabel={t('unsent.clearSearch')}
        className="min-w-40 flex-1 min-[1100px]:max-w-72"
      />
      {section === 'unsent' && (
        <Select
          aria-label={t('unsent.state')}
          value={state}
          onChange={(next) => onFilters({ state: next })}
          className="w-auto shrink-0"
          options={UNSENT_STATES.map((value) => ({ value, label: t(`unsent.states.${value}`) }))}
        />
      )}
      <Select
        aria-label={t('unsent.kind')}
        value={kind ?? ''}
        onChange={(next) => onFilters({ kind: next === '' ? null : next })}
        className="w-auto shrink-0"
        options={[
          { value: '', label: t('unsent.allKinds') },
          ...choices.map((value) => ({
            value,
            label: translateDynamic(i18n, `channels.${value}`, {}, value),
          })),
        ]}
      />
      <Select
        aria-label={t('unsent.sort')}
        value={sort}
        onChange={(next) => onFilters({ sort: next })}
        className="w-auto shrink-0"
        options={[
          { value: 'newest', label: t('unsent.newest') },
          { value: 'oldest', label: t('unsent.oldest') },
        ]}
      />
      <span className="min-w-0 grow" />
      {section === 'unsent' && refused > 0 && !review && (
        <Button variant="danger" icon={Trash2} onClick={() => void discardCommands(null)}>
          {t('unsent.discardRefused', { count: refused })}
        </Button>
      )}
    </div>
  );
}
