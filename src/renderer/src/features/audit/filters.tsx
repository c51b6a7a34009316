import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Field, Input, SearchInput, Select } from '../../components/field.tsx';
import { useDebouncedText } from '../../hooks/use-debounced.ts';
import { RESULTS } from './filter.ts';

type Change = (name: string, value: string) => void;

/** The filters of the audit. They stand in the page's address. */
export function AuditFilters({
  search,
  onChange,
  onClear,
}: {
  readonly search: URLSearchParams;
  readonly onChange: Change;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const result = search.get('result') ?? '';
  const onText = useCallback((value: string) => onChange('text', value), [onChange]);
  const [text, setText] = useDebouncedText(search.get('text') ?? '', onText, 350);
  const known: readonly string[] = RESULTS;
  const options = (known.includes(result) ? known : [...known, result]).map((value) => ({
    value,
    label:
      value === ''
        ? t('audit.filters.anyResult')
        : value === 'ok'
          ? t('audit.filters.ok')
          : value === 'refused'
            ? t('audit.filters.refused')
            : value,
  }));
  return (
    <search
      aria-label={t('audit.filters.label')}
      className="flex shrink-0 flex-wrap items-end gap-2 border-b border-line bg-surface px-4 py-2.5"
    >
      <SearchInput
        value={text}
        onValue={setText}
        label={t('audit.filters.text')}
        clearLabel={t('audit.filters.clearText')}
        maxLength={200}
        className="w-44"
      />
      <TextFilter name="actor" search={search} onChange={onChange} label={t('audit.filters.actor')} />
      <TextFilter
        name="action"
        search={search}
        onChange={onChange}
        label={t('audit.filters.action')}
        placeholder={t('audit.filters.actionHint')}
      />
      <TextFilter
        name="subject"
        search={search}
        onChange={onChange}
        label={t('audit.filters.subject')}
        placeholder={t('audit.filters.subjectHint')}
      />
      <Field label={t('audit.filters.result')} className="w-40">
        {(props) => (
          <Select
            {...props}
            value={result}
            options={options}
            onChange={(value) => onChange('result', value)}
          />
        )}
      </Field>
      <DayFilter name="from" search={search} onChange={onChange} label={t('audit.filters.from')} />
      <DayFilter name="to" search={search} onChange={onChange} label={t('audit.filters.to')} />
      {search.size > 0 && (
        <Button variant="ghost" onClick={onClear}>
          {t('audit.filters.clear')}
        </Button>
      )}
    </search>
  );
}

interface FilterProps {
  readonly name: string;
  readonly search: URLSearchParams;
  readonly onChange: Change;
  readonly label: string;
}

function TextFilter({
  name,
  search,
  onChange,
  label,
  placeholder,
}: FilterProps & { readonly placeholder?: string }): ReactNode {
  const report = useCallback((value: string) => onChange(name, value), [name, onChange]);
  const [text, setText] = useDebouncedText(search.get(name) ?? '', report, 350);
  return (
    <Field label={label} className="w-[8.5rem]">
      {(props) => (
        <Input
          {...props}
          value={text}
          placeholder={placeholder}
          maxLength={80}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </Field>
  );
}

function DayFilter({ name, search, onChange, label }: FilterProps): ReactNode {
  return (
    <Field label={label} className="w-[8.5rem]">
      {(props) => (
        <Input
          {...props}
          type="date"
          value={search.get(name) ?? ''}
          onChange={(event) => onChange(name, event.target.value)}
        />
      )}
    </Field>
  );
}
