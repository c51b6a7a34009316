import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

/** A field that somebody else has changed meanwhile: what the user wants, and what stands now. */
export interface ConflictField {
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

/** Says that a record was changed meanwhile, shows both values of each field, and lets the user choose. */
export function ConflictNote({
  title,
  fields,
  onMine,
  onTheirs,
}: {
  readonly title: string;
  readonly fields: readonly ConflictField[];
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <div role="alert" className="rounded-md bg-warn-soft px-3 py-2">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert size={15} aria-hidden className="shrink-0 text-warn" />
        {title}
      </p>
      {fields.length > 0 && (
        <table className="mt-2 w-full table-fixed text-xs">
          <thead className="text-left text-ink-2">
            <tr>
              <td className="w-1/3" />
              <th className="font-medium">{t('purchasing.conflict.mine')}</th>
              <th className="font-medium">{t('purchasing.conflict.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ label, mine, theirs }) => (
              <tr key={label}>
                <th className="py-0.5 pr-2 text-left font-normal text-ink-2">{label}</th>
                <td className="truncate pr-2" dir="auto" title={mine}>
                  {mine || '–'}
                </td>
                <td className="truncate" dir="auto" title={theirs}>
                  {theirs || '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="mt-2 flex gap-2">
        <Button size="sm" onClick={onMine}>
          {t('purchasing.conflict.keepMine')}
        </Button>
        <Button size="sm" onClick={onTheirs}>
          {t('purchasing.conflict.useTheirs')}
        </Button>
      </div>
    </div>
  );
}
