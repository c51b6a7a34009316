import { ArrowRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  IMPORT_FIELDS,
  kindOf,
  matchHeader,
  missingFields,
  READ_ONLY_COLUMNS,
} from '#shared/domain/import-fields.ts';
import { IMPORT_KINDS, type ImportFile, type ImportKind } from '#shared/domain/imports.ts';
import { Button } from '../../components/button.tsx';
import { Field, Select } from '../../components/field.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useIsLive } from '../../stores/connection.ts';
import type { Inspected } from './csv/inspect.ts';
import { CsvFileError, ENCODINGS, type Separator } from './csv/read-csv.ts';
import { FileProblem } from './file-problem.tsx';
import type { Reading } from './use-chosen-file.ts';
import { useSendFile } from './use-send-file.ts';

const SEPARATORS = [',', ';', '\t'] as const satisfies readonly Separator[];
const SEPARATOR_NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;

interface Chosen {
  readonly kind: ImportKind;
  readonly columns: readonly (string | null)[];
  readonly decimal: ImportFile['decimal'];
}

/** What the columns of files are, where it was chosen by hand: by header, so that the same file is known again. */
const MAPPINGS = formKind('imports.start', null, (fields) => fields === null);
const keyOf = (header: readonly string[]): string => `header ${header.join(',').slice(0, 280)}`;

/** Returns what the header says. */
function usual(header: readonly string[], separator: string): Chosen {
  const kind = kindOf(header) ?? 'items';
  return { kind, columns: matchHeader(kind, header), decimal: separator === ';' ? ',' : '.' };
}

/** Matches the columns of a file with fields, by their headers and by hand, and sends the file to be checked. */
export function Mapping({
  reading,
  inspected,
  onRead,
  onClear,
}: {
  readonly reading: Reading;
  readonly inspected: Inspected;
  readonly onRead: (reading: Reading) => void;
  readonly onClear: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const live = useIsLive();
  const { header, separator, lines } = inspected;
  const kept = useForm(MAPPINGS, keyOf(header), () => ({ file: { name: reading.file.name } }));
  const { kind, columns, decimal } =
    kept.value?.columns.length === header.length ? kept.value : usual(header, separator);
  const choose = (part: Partial<Chosen>): void =>
    kept.change({ kind, decimal, ...part, columns: [...(part.columns ?? columns)] });
  const sending = useSendFile();
  const missing = missingFields(kind, columns);
  const nameOf = (field: string): string => t(`imports.field.${field}` as 'imports.field.sku');
  const unknown = header.filter(
    (title, n) => columns[n] === null && !READ_ONLY_COLUMNS[kind].includes(title.toLowerCase()),
  );

  const chooseKind = (next: ImportKind): void => {
    choose({ kind: next, columns: matchHeader(next, header) });
  };
  const chooseField = (at: number, field: string): void =>
    choose({
      columns: columns.map((now, n) =>
        n === at ? (field === '' ? null : field) : now === field ? null : now,
      ),
    });
  const send = async (): Promise<void> => {
    const file: ImportFile = {
      name: reading.file.name.slice(0, 200),
      columns: columns.flatMap((field, n) => (field === null ? [] : [{ field, column: n + 1 }])),
      width: header.length,
      ignored: unknown.map((title) => title.slice(0, 120)),
      decimal,
    };
    const importId = await sending.send(kind, file, { ...reading, separator });
    if (importId === null) return;
    kept.clear();
    void navigate(`/imports/${importId}`);
  };

  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-end gap-3">
        <div>
          <p className="mb-1 text-xs font-medium text-ink-2">{t('imports.kindLabel')}</p>
          <Segmented
            value={kind}
            label={t('imports.kindLabel')}
            segments={IMPORT_KINDS.map((value) => ({ value, label: t(`imports.kind.${value}`) }))}
            onChange={chooseKind}
          />
        </div>
        <Field label={t('imports.map.decimal')}>
          {(props) => (
            <Select
              {...props}
              value={decimal}
              onChange={(next) => choose({ decimal: next })}
              options={[
                { value: '.', label: t('imports.map.point') },
                { value: ',', label: t('imports.map.comma') },
              ]}
            />
          )}
        </Field>
        <Field label={t('imports.map.separator')}>
          {(props) => (
            <Select
              {...props}
              value={separator}
              onChange={(next) => onRead({ ...reading, separator: next })}
              options={SEPARATORS.map((value) => ({
                value,
                label: t(`imports.map.separators.${SEPARATOR_NAMES[value]}`),
              }))}
            />
          )}
        </Field>
        <Field label={t('imports.map.encoding')}>
          {(props) => (
            <Select
              {...props}
              value={reading.encoding}
              onChange={(encoding) => onRead({ ...reading, encoding })}
              options={ENCODINGS.map((value) => ({ value, label: value.toUpperCase() }))}
            />
          )}
        </Field>
        <span className="flex-1" />
        <span className="pb-1.5 text-ink-3">
          {t('imports.map.lines', { count: lines, formatted: format.integer(lines) })}
        </span>
      </div>
      <ColumnTable kind={kind} inspected={inspected} columns={columns} onField={chooseField} />
      {missing.length > 0 && (
        <p role="alert" className="text-crit">
          {t('imports.map.missing', { fields: missing.map(nameOf).join(', ') })}
        </p>
      )}
      {unknown.length > 0 && (
        <p className="break-words text-ink-3">{t('imports.map.unknown', { columns: unknown.join(', ') })}</p>
      )}
      {sending.failure instanceof CsvFileError && (
        <FileProblem name={reading.file.name} error={sending.failure} onWindows={null} />
      )}
      {sending.problem !== null && (
        <p role="alert" className="rounded-md bg-crit-soft px-3 py-2 text-crit">
          {t('imports.map.failed', { reason: sending.problem })}
        </p>
      )}
      {sending.bytes === null ? (
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            icon={ArrowRight}
            disabled={missing.length > 0 || !live}
            onClick={() => void send()}
          >
            {t('imports.map.check', { count: lines, formatted: format.integer(lines) })}
          </Button>
          <Button onClick={onClear}>{t('imports.map.back')}</Button>
        </div>
      ) : (
        <ProgressBar
          label={t('imports.map.sending', {
            percent: format.integer(Math.round((100 * sending.bytes) / Math.max(1, reading.file.size))),
          })}
          done={sending.bytes}
          total={reading.file.size}
          action={
            <Button icon={X} size="sm" onClick={sending.cancel}>
              {t('imports.map.cancel')}
            </Button>
          }
        />
      )}
    </div>
  );
}

/** The columns of the file with their first values, and what each is. */
function ColumnTable({
  kind,
  inspected: { header, sample },
  columns,
  onField,
}: {
  readonly kind: ImportKind;
  readonly inspected: Inspected;
  readonly columns: readonly (string | null)[];
  readonly onField: (at: number, field: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const options = [
    { value: '', label: t('imports.map.none') },
    ...IMPORT_FIELDS[kind].map(({ name }) => ({
      value: name,
      label: t(`imports.field.${name}` as 'imports.field.sku'),
    })),
  ];
  return (
    <section
      aria-label={t('imports.map.column')}
      className="max-h-[420px] overflow-auto rounded-md border border-line"
    >
      <table className="w-full table-fixed">
        <thead className="sticky top-0 z-10 bg-surface text-xs text-ink-3">
          <tr className="h-8 border-b border-line text-left">
            <th className="w-[26%] px-3 font-medium">{t('imports.map.column')}</th>
            <th className="px-3 font-medium">{t('imports.map.values')}</th>
            <th className="w-[30%] px-3 font-medium">{t('imports.map.field')}</th>
          </tr>
        </thead>
        <tbody>
          {header.map((title, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file
            <tr key={n} className="border-b border-line last:border-0">
              <th scope="row" dir="auto" className="truncate px-3 py-1.5 text-left font-medium" title={title}>
                {title === '' ? '–' : title}
              </th>
              <td dir="auto" className="truncate px-3 py-1.5 text-ink-2">
                {sample.map(({ cells }) => cells[n] ?? '').join(' · ')}
              </td>
              <td className="px-3 py-1.5">
                <Select
                  aria-label={t('imports.map.fieldOf', { column: title })}
                  value={columns[n] ?? ''}
                  onChange={(field) => onField(n, field)}
                  options={options}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
