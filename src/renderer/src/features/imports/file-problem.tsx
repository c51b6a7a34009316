import { FileWarning } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_IMPORT_BYTES, MAX_IMPORT_COLUMNS, MAX_IMPORT_LINES } from '#shared/domain/imports.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import type { CsvFileError } from './csv/read-csv.ts';

/** Says why a file cannot be read, and where. */
export function FileProblem({
  name,
  error,
  onWindows,
}: {
  readonly name: string;
  readonly error: CsvFileError;
  readonly onWindows: (() => void) | null;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { problem, line, column } = error;
  const max =
    problem === 'too_large'
      ? MAX_IMPORT_BYTES / 1024 / 1024
      : problem === 'too_many_lines'
        ? MAX_IMPORT_LINES
        : MAX_IMPORT_COLUMNS;
  const where =
    line === null
      ? null
      : column === null
        ? t('imports.file.line', { line: format.integer(line) })
        : t('imports.file.where', { line: format.integer(line), column });
  return (
    <div role="alert" className="flex gap-2.5 rounded-md bg-crit-soft p-3">
      <FileWarning size={16} aria-hidden className="mt-0.5 shrink-0 text-crit" />
      <div className="min-w-0">
        <p className="font-medium break-words text-crit">{where === null ? name : `${name}: ${where}`}</p>
        <p>
          {t(`imports.file.problem.${problem}`, { max: format.integer(max) })} {t('imports.file.kept')}
        </p>
        {onWindows !== null && (
          <Button size="sm" className="mt-2" onClick={onWindows}>
            {t('imports.file.tryWindows')}
          </Button>
        )}
      </div>
    </div>
  );
}
