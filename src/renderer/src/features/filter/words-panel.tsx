import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_FILTER_WORD, MAX_FILTER_WORDS } from '#shared/domain/filter.ts';
import { Field, TextArea } from '../../components/field.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { entriesOf } from './filter-form.ts';
import type { FilterPart } from './parts.ts';

/** How many wrong entries are named. */
const NAMED = 3;

/** What is masked: card numbers, which is always so, and the words of the list. */
export function WordsPanel({ form, errors, disabled, onChange }: FilterPart): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const wrong = errors?.words ?? [];
  const error = errors?.many
    ? t('filter.words.many', { max: format.integer(MAX_FILTER_WORDS) })
    : wrong.length > 0
      ? t('filter.words.wrong', { entries: wrong.slice(0, NAMED).join(', '), max: MAX_FILTER_WORD })
      : null;
  return (
    <Panel title={t('filter.words.title')} bodyClassName="p-3">
      <p className="mb-3 text-ink-2 proportional-nums">{t('filter.words.cards')}</p>
      <Field
        label={t('filter.words.label')}
        hint={t('filter.words.hint', {
          entries: format.integer(entriesOf(form.words).length),
          max: format.integer(MAX_FILTER_WORDS),
        })}
        error={error}
      >
        {(props) => (
          <TextArea
            {...props}
            rows={9}
            spellCheck={false}
            autoComplete="off"
            disabled={disabled}
            value={form.words}
            onChange={(event) => onChange({ words: event.target.value })}
          />
        )}
      </Field>
    </Panel>
  );
}
