import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_TEAM_LEADERS } from '#shared/domain/assignment.ts';
import { usePeople } from './use-assignment.ts';

const toggled = (ids: readonly string[], id: string): string[] =>
  ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];

/** Chooses the members of a team and, with `onLeaders`, which of them lead it. */
export function MemberChoice({
  label,
  memberIds,
  leaderIds,
  onMembers,
  onLeaders,
}: {
  readonly label: string;
  readonly memberIds: readonly string[];
  readonly leaderIds: readonly string[];
  readonly onMembers: (memberIds: string[]) => void;
  /** Missing for those who may not say who leads. */
  readonly onLeaders?: (leaderIds: string[]) => void;
}): ReactNode {
  const { t } = useTranslation();
  const people = usePeople();
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-ink-2">{label}</legend>
      <div className="max-h-52 overflow-y-auto rounded-md border border-line">
        {people.map(({ id, name }) => {
          const chosen = memberIds.includes(id);
          const leads = leaderIds.includes(id);
          return (
            <div key={id} className="flex h-8 items-center gap-2 px-2.5 hover:bg-hover">
              <label className="flex min-w-0 flex-1 items-center gap-2">
                <input type="checkbox" checked={chosen} onChange={() => onMembers(toggled(memberIds, id))} />
                <span dir="auto" className="min-w-0 truncate">
                  {name}
                </span>
              </label>
              {onLeaders && chosen && (
                <label className="flex items-center gap-1.5 text-xs text-ink-2">
                  <input
                    type="checkbox"
                    aria-label={t('assignment.form.leads', { name })}
                    checked={leads}
                    disabled={!leads && leaderIds.length >= MAX_TEAM_LEADERS}
                    onChange={() => onLeaders(toggled(leaderIds, id))}
                  />
                  {t('assignment.form.leader')}
                </label>
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
