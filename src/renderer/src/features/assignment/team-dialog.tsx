import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SupportTeam } from '#shared/domain/assignment.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Input, Switch } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { newId } from '../../lib/new-id.ts';
import { MemberChoice } from './member-choice.tsx';
import { usePeople } from './use-assignment.ts';

const EMPTY = {
  name: '',
  memberIds: [],
  leaderIds: [],
  automatic: false,
  intake: false,
  archived: false,
  seen: -1,
};

/** Teams that were begun or changed and not sent, by team. `seen` is -1 for a form that nothing was entered in. */
const TEAMS = formKind('assignment.save_team', EMPTY, ({ seen }) => seen === -1);

/** Makes a team, or changes one. If somebody else has changed it meanwhile, shows both and lets the user choose. */
export function TeamDialog({
  team,
  onClose,
}: {
  readonly team: SupportTeam | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const people = usePeople();
  const [freshId] = useState(newId);
  const [checked, setChecked] = useState(false);
  const teamId = team?.id ?? freshId;
  const [start] = useState(() => (team === null ? EMPTY : { ...formOf(team), seen: -1 }));
  const kept = useForm(TEAMS, team?.id ?? 'new', ({ name }) => ({ teamId, name }));
  const form = kept.value.seen === -1 ? start : kept.value;
  const change = (part: Partial<typeof form>): void =>
    kept.change({ ...form, seen: form.seen === -1 ? (team?.version ?? 0) : form.seen, ...part });
  const { name, memberIds, leaderIds, automatic, intake, archived } = form;
  const decision = useDecision('assignment.save_team', () => {
    kept.clear();
    onClose();
  });
  const current = SupportTeam.safeParse(decision.refusal?.current).data ?? null;
  const send = (seen: number | null): void => {
    setChecked(true);
    if (name.trim() === '') return;
    void decision.send({
      teamId,
      name: name.trim(),
      memberIds,
      leaderIds,
      automatic,
      intake,
      archived,
      seen,
    });
  };
  const nameOf = (ids: readonly string[]): string =>
    ids.flatMap((id) => people.find((person) => person.id === id)?.name ?? []).join(', ');
  const flag = (value: boolean): string => t(value ? 'common.yes' : 'common.no');
  const toggles = [
    { key: 'automatic', hint: t('assignment.form.automaticHint') },
    { key: 'intake', hint: null },
    ...(team === null ? [] : [{ key: 'archived', hint: null } as const]),
  ] as const;
  return (
    <FormDialog
      title={
        team === null ? t('assignment.form.newTitle') : t('assignment.form.editTitle', { name: team.name })
      }
      action={team === null ? t('assignment.form.create') : t('common.save')}
      busy={decision.busy}
      disabled={false}
      problem={current === null ? decision.problem : null}
      onSubmit={() => send(team === null ? null : form.seen === -1 ? team.version : form.seen)}
      onClose={onClose}
    >
      {current !== null && (
        <ConflictNote
          title={t('assignment.form.conflict')}
          fields={[
            { label: t('assignment.form.name'), mine: name, theirs: current.name },
            {
              label: t('assignment.form.members'),
              mine: nameOf(memberIds),
              theirs: nameOf(current.memberIds),
            },
            {
              label: t('assignment.form.leaders'),
              mine: nameOf(leaderIds),
              theirs: nameOf(current.leaderIds),
            },
            ...toggles.map(({ key }) => ({
              label: t(`assignment.form.${key}`),
              mine: flag(form[key]),
              theirs: flag(current[key]),
            })),
          ].filter(({ mine, theirs }) => mine !== theirs)}
          onMine={() => send(current.version)}
          onTheirs={() => {
            kept.clear();
            onClose();
          }}
        />
      )}
      <Field
        label={t('assignment.form.name')}
        error={checked && name.trim() === '' ? t('assignment.form.nameMissing') : null}
      >
        {(props) => (
          <Input
            {...props}
            maxLength={60}
            autoComplete="off"
            value={name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <MemberChoice
        label={t('assignment.form.members')}
        memberIds={memberIds}
        leaderIds={leaderIds}
        onMembers={(next) =>
          change({ memberIds: next, leaderIds: leaderIds.filter((leader) => next.includes(leader)) })
        }
        onLeaders={(next) => change({ leaderIds: next })}
      />
      {toggles.map(({ key, hint }) => (
        <div key={key} className="flex items-start justify-between gap-3">
          <span className="min-w-0">
            {t(`assignment.form.${key}`)}
            {hint !== null && <span className="block text-xs text-ink-3">{hint}</span>}
          </span>
          <Switch
            checked={form[key]}
            onChange={(value) => change({ [key]: value })}
            label={t(`assignment.form.${key}`)}
          />
        </div>
      ))}
    </FormDialog>
  );
}

function formOf({ name, memberIds, leaderIds, automatic, intake, archived }: SupportTeam) {
  return { name, memberIds, leaderIds, automatic, intake, archived };
}
