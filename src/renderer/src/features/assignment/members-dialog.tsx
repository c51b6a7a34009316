import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SupportTeam } from '#shared/domain/assignment.ts';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { MemberChoice } from './member-choice.tsx';
import { usePeople } from './use-assignment.ts';

const EMPTY = { memberIds: [], seen: -1 };

/** Members that were chosen and not sent, by team. */
const MEMBERS = formKind('assignment.set_members', EMPTY, ({ seen }) => seen === -1);

/** Lets the leaders of a team change its members. If somebody else has meanwhile, shows both and lets the user choose. */
export function MembersDialog({
  team,
  onClose,
}: {
  readonly team: SupportTeam;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const people = usePeople();
  const kept = useForm(MEMBERS, team.id, ({ memberIds: chosen }) => ({ teamId: team.id, memberIds: chosen }));
  const [start] = useState({ memberIds: team.memberIds, seen: team.version });
  const { memberIds, seen } = kept.value.seen === -1 ? start : kept.value;
  const done = (): void => {
    kept.clear();
    onClose();
  };
  const decision = useDecision('assignment.set_members', done);
  const current = SupportTeam.safeParse(decision.refusal?.current).data ?? null;
  const send = (version: number): void =>
    void decision.send({ teamId: team.id, memberIds: [...memberIds], seen: version });
  const nameOf = (ids: readonly string[]): string =>
    ids.flatMap((id) => people.find((person) => person.id === id)?.name ?? []).join(', ');
  return (
    <FormDialog
      title={t('assignment.teamPage.membersOf', { name: team.name })}
      action={t('common.save')}
      busy={decision.busy}
      disabled={false}
      problem={current === null ? decision.problem : null}
      onSubmit={() => send(seen)}
      onClose={onClose}
    >
      {current !== null && (
        <ConflictNote
          title={t('assignment.form.conflict')}
          fields={[
            {
              label: t('assignment.form.members'),
              mine: nameOf(memberIds),
              theirs: nameOf(current.memberIds),
            },
          ]}
          onMine={() => send(current.version)}
          onTheirs={done}
        />
      )}
      <MemberChoice
        label={t('assignment.form.members')}
        memberIds={memberIds}
        leaderIds={[]}
        onMembers={(next) => kept.change({ memberIds: next, seen })}
      />
    </FormDialog>
  );
}
