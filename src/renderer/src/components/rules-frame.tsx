import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../hooks/use-format.ts';
import { Button } from './button.tsx';
import { type ConflictField, ConflictNote } from './conflict-note.tsx';
import { OfflineNote } from './live-note.tsx';

/** Rules that are changed as a whole, and whoever changed them last. */
interface Rules {
  /** 0 before the first change. */
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: number;
}

/** A form of rules: what they are for, the panels, and the line from which they are saved. */
export function RulesFrame({
  words,
  mayChange,
  rules,
  pending,
  edited,
  wrong,
  conflict,
  problem,
  busy,
  onSave,
  onDiscard,
  children,
}: {
  /** Where its words are. */
  readonly words: 'filter' | 'service';
  readonly mayChange: boolean;
  readonly rules: Rules;
  /** Whether a change is on its way to the server. */
  readonly pending: boolean;
  /** Whether there are changes that are not sent. */
  readonly edited: boolean;
  /** Whether a field is wrong, and the user knows. */
  readonly wrong: boolean;
  /** What somebody else has saved meanwhile; null if nobody has. */
  readonly conflict: {
    readonly rules: Rules;
    readonly fields: readonly ConflictField[];
  } | null;
  /** Why they could not be saved. */
  readonly problem: string | null;
  readonly busy: boolean;
  /** Saves the form in the place of a version of the rules. */
  readonly onSave: (instead: number | null) => void;
  readonly onDiscard: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave(null);
  };
  return (
    <form className="flex h-full min-h-0 flex-col" onSubmit={submit}>
      <OfflineNote />
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-[1080px] flex-col gap-4 p-4">
          <p className="text-ink-2 proportional-nums">
            {t(mayChange ? `${words}.body` : `${words}.bodyRead`)}
            {rules.version > 0 && (
              <>
                {' '}
                {t(`${words}.changed`, {
                  name: rules.changedBy || t(`${words}.system`),
                  at: format.moment(rules.changedAt),
                })}
              </>
            )}
          </p>
          {conflict !== null && (
            <ConflictNote
              title={t(`${words}.conflict`, { name: conflict.rules.changedBy })}
              fields={conflict.fields}
              onMine={() => onSave(conflict.rules.version)}
              onTheirs={onDiscard}
            />
          )}
          {children}
        </div>
      </div>
      {mayChange && (
        <footer className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2">
          <p role="status" className="min-w-0 flex-1 text-xs text-ink-2">
            {conflict === null && problem !== null ? (
              <span className="text-crit">{problem}</span>
            ) : wrong ? (
              <span className="text-crit">{t(`${words}.wrong`)}</span>
            ) : edited ? (
              t(`${words}.unsaved`)
            ) : (
              pending && t(`${words}.pending`)
            )}
          </p>
          {edited && <Button onClick={onDiscard}>{t(`${words}.discard`)}</Button>}
          <Button type="submit" variant="primary" disabled={!edited || busy}>
            {t('common.save')}
          </Button>
        </footer>
      )}
    </form>
  );
}
