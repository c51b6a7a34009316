import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedMacro } from '#shared/bridge/canned.ts';
import { Macro, mayChangeCanned } from '#shared/domain/canned.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Input, Select } from '../../components/field.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useForm } from '../../hooks/use-form.ts';
import { useSay } from '../../hooks/use-say.ts';
import { useTeamMembers } from '../../hooks/use-team.ts';
import { useCan } from '../../stores/session.ts';
import { useTeams } from '../assignment/index.ts';
import { actionWords } from './action-words.ts';
import { ChangedLine, EditorFrame, RemoveDialog } from './editor-frame.tsx';
import { MacroActions, type Referred } from './macro-actions.tsx';
import { EMPTY_MACRO, formOfMacro, MACROS, type MacroForm, macroOf } from './macro-form.ts';

/** The replies and people that actions can refer to. */
function useReferred(sharedOnly: boolean): Referred {
  const canChat = useCan('chat:read');
  const teams = useTeams().filter(({ archived }) => !archived);
  const scope = sharedOnly ? 'shared' : 'all';
  const replies = useQuery({
    queryKey: ['canned', 'search', 'choice', scope],
    queryFn: () => bridge.call('canned.search', { text: '', folder: null, scope, after: null, limit: 200 }),
  });
  const team = useTeamMembers(canChat);
  return {
    replies: (replies.data?.rows ?? []).map(({ id, title, shortcut }) => ({
      value: id,
      label: `${title} · /${shortcut}`,
    })),
    teams: teams.map(({ id, name }) => ({ value: id, label: name })),
    people: (team.data?.users ?? []).map(({ id, name }) => ({ value: id, label: name })),
  };
}

/** Writes a macro. `macro` is null for a new one. What is typed is kept until it is saved. */
export function MacroEditor({
  id,
  macro,
  onOpen,
}: {
  readonly id: string;
  readonly macro: ListedMacro | null;
  readonly onOpen: (id: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const say = useSay();
  const canWrite = useCan('canned:write');
  const canShare = useCan('canned:share');
  const [checked, setChecked] = useState(false);
  const [removing, setRemoving] = useState(false);
  const kept = useForm(MACROS, macro?.id ?? 'new', ({ name }) => ({ macroId: id, name }));
  const begun = !MACROS.isEmpty(kept.value);
  const form = begun ? kept.value : macro === null ? EMPTY_MACRO : formOfMacro(macro);
  const referred = useReferred(form.shared);
  const result = macroOf(id, form);
  const errors = checked && !result.ok ? result.errors : null;
  const decision = useDecision('canned.save_macro', () => {
    kept.clear();
    setChecked(false);
    if (macro === null) onOpen(id);
  });
  const current = Macro.safeParse(decision.refusal?.current).data ?? null;
  const editable = canWrite && (macro === null || mayChangeCanned(macro, canShare));
  const send = (seen: number | null): void => {
    setChecked(true);
    if (result.ok) void decision.send({ ...result.content, seen });
  };
  const change = (part: Partial<MacroForm>): void => kept.change({ ...form, ...part });
  const nameOf = (list: Referred['replies'], value: string): string | null =>
    list.find((one) => one.value === value)?.label ?? null;
  const words = (actions: Macro['actions']): string =>
    actions
      .map((action) =>
        actionWords(say, action, {
          reply: (replyId) => nameOf(referred.replies, replyId),
          person: (userId) => nameOf(referred.people, userId),
          team: (teamId) => nameOf(referred.teams, teamId),
        }),
      )
      .join(' → ');
  return (
    <EditorFrame
      title={macro === null ? t('canned.macro.newTitle') : macro.name}
      changed={macro !== null && <ChangedLine record={macro} />}
      problem={current === null ? decision.problem : null}
      busy={decision.busy}
      editable={editable}
      begun={begun}
      readOnly={t('canned.macro.readOnly')}
      onSave={() => send(form.seen)}
      onDiscard={kept.clear}
      actions={
        macro !== null &&
        editable && (
          <Button size="sm" variant="danger" icon={Trash2} onClick={() => setRemoving(true)}>
            {t('canned.editor.remove')}
          </Button>
        )
      }
      conflict={
        current !== null && (
          <ConflictNote
            title={t('canned.editor.conflict', { name: current.changedBy })}
            fields={[
              { label: t('canned.fields.name'), mine: form.name, theirs: current.name },
              {
                label: t('canned.macro.actions'),
                mine: result.ok ? words(result.content.actions) : '',
                theirs: words(current.actions),
              },
            ].filter(({ mine, theirs }) => mine !== theirs)}
            onMine={() => send(current.version)}
            onTheirs={kept.clear}
          />
        )
      }
    >
      <div className="grid grid-cols-1 gap-3 min-[900px]:grid-cols-2">
        <Field
          label={t('canned.fields.name')}
          error={
            errors?.name && t(errors.name === 'missing' ? 'canned.errors.name' : 'canned.errors.nameLong')
          }
        >
          {(props) => (
            <Input
              {...props}
              autoComplete="off"
              value={form.name}
              disabled={!editable}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t('canned.fields.shared')}
          hint={canShare ? t('canned.macro.sharedHint') : t('canned.hints.sharedNot')}
        >
          {(props) => (
            <Select
              {...props}
              value={form.shared ? 'shared' : 'own'}
              disabled={!editable || !canShare}
              onChange={(value) => change({ shared: value === 'shared' })}
              options={(['own', 'shared'] as const).map((value) => ({
                value,
                label: t(`canned.visible.${value}`),
              }))}
            />
          )}
        </Field>
      </div>
      <MacroActions
        actions={form.actions}
        errors={errors}
        referred={referred}
        disabled={!editable}
        onChange={(actions) => change({ actions })}
      />
      {removing && macro !== null && (
        <RemoveDialog
          name={macro.name}
          shared={!macro.mine}
          command="canned.remove_macro"
          data={{ macroId: macro.id, seen: macro.version }}
          onDone={() => onOpen(null)}
          onClose={() => setRemoving(false)}
        />
      )}
    </EditorFrame>
  );
}
