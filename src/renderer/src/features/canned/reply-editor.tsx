import { Copy, Trash2 } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedReply } from '#shared/bridge/canned.ts';
import { CannedReply, MAX_REPLY_LENGTH, mayChangeCanned } from '#shared/domain/canned.ts';
import { VARIABLE_SOURCES } from '#shared/domain/templates.ts';
import { Button } from '../../components/button.tsx';
import { ConflictNote } from '../../components/conflict-note.tsx';
import { Field, Input, Select, TextArea } from '../../components/field.tsx';
import { useDecision } from '../../hooks/use-decision.ts';
import { useForm } from '../../hooks/use-form.ts';
import { useCan } from '../../stores/session.ts';
import { ChangedLine, EditorFrame, RemoveDialog } from './editor-frame.tsx';
import { Preview } from './preview.tsx';
import {
  differingFields,
  EMPTY_REPLY,
  formOfReply,
  REPLIES,
  type ReplyErrors,
  type ReplyForm,
  replyOf,
} from './reply-form.ts';

/** Writes a canned reply, with a preview. `reply` is null for a new one. What is typed is kept until it is saved. */
export function ReplyEditor({
  id,
  reply,
  folders,
  onOpen,
}: {
  readonly id: string;
  readonly reply: ListedReply | null;
  readonly folders: readonly string[];
  readonly onOpen: (id: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('canned:write');
  const canShare = useCan('canned:share');
  const [checked, setChecked] = useState(false);
  const [removing, setRemoving] = useState(false);
  const kept = useForm(REPLIES, reply?.id ?? 'new', ({ title }) => ({ replyId: id, title }));
  const begun = !REPLIES.isEmpty(kept.value);
  const form = begun ? kept.value : reply === null ? EMPTY_REPLY : formOfReply(reply);
  const result = replyOf(id, form);
  const decision = useDecision('canned.save', () => {
    kept.clear();
    setChecked(false);
    if (reply === null) onOpen(id);
  });
  const current = CannedReply.safeParse(decision.refusal?.current).data ?? null;
  const editable = canWrite && (reply === null || mayChangeCanned(reply, canShare));
  const send = (seen: number | null): void => {
    setChecked(true);
    if (result.ok) void decision.send({ ...result.content, seen });
  };
  const change = (part: Partial<ReplyForm>): void => kept.change({ ...form, ...part });
  return (
    <EditorFrame
      title={reply === null ? t('canned.editor.new') : reply.title}
      changed={reply !== null && <ChangedLine record={reply} />}
      problem={current === null ? decision.problem : null}
      busy={decision.busy}
      editable={editable}
      begun={begun}
      readOnly={t('canned.editor.readOnly')}
      onSave={() => send(form.seen)}
      onDiscard={kept.clear}
      actions={
        reply !== null && (
          <>
            {canWrite && <CopyButton reply={reply} onOpen={onOpen} />}
            {editable && (
              <Button size="sm" variant="danger" icon={Trash2} onClick={() => setRemoving(true)}>
                {t('canned.editor.remove')}
              </Button>
            )}
          </>
        )
      }
      conflict={
        current !== null && (
          <ConflictNote
            title={t('canned.editor.conflict', { name: current.changedBy })}
            fields={differingFields(form, current).map((name) => ({
              label: t(`canned.fields.${name}`),
              mine: form[name],
              theirs: formOfReply(current)[name],
            }))}
            onMine={() => send(current.version)}
            onTheirs={kept.clear}
          />
        )
      }
    >
      <Fields
        form={form}
        errors={checked && !result.ok ? result.errors : {}}
        folders={folders}
        disabled={!editable}
        canShare={canShare}
        onChange={change}
      />
      <Preview body={form.body} />
      {removing && reply !== null && (
        <RemoveDialog
          name={reply.title}
          shared={!reply.mine}
          command="canned.remove"
          data={{ replyId: reply.id, seen: reply.version }}
          onDone={() => onOpen(null)}
          onClose={() => setRemoving(false)}
        />
      )}
    </EditorFrame>
  );
}

/** Begins a new reply of one's own with what this one says. */
function CopyButton({
  reply,
  onOpen,
}: {
  readonly reply: ListedReply;
  readonly onOpen: (id: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const copy = useForm(REPLIES, 'new', ({ title }) => ({ title }));
  return (
    <Button
      size="sm"
      icon={Copy}
      onClick={() => {
        copy.change({ ...formOfReply(reply), shared: false, seen: null });
        onOpen('new');
      }}
    >
      {t('canned.editor.copy')}
    </Button>
  );
}

function Fields({
  form,
  errors,
  folders,
  disabled,
  canShare,
  onChange,
}: {
  readonly form: ReplyForm;
  readonly errors: ReplyErrors;
  readonly folders: readonly string[];
  readonly disabled: boolean;
  readonly canShare: boolean;
  readonly onChange: (change: Partial<ReplyForm>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const body = useRef<HTMLTextAreaElement | null>(null);
  const listId = useId();
  const line = (name: 'title' | 'shortcut' | 'folder', hint?: string): ReactNode => (
    <Field label={t(`canned.fields.${name}`)} hint={hint} error={errors[name] && t(`canned.errors.${name}`)}>
      {(props) => (
        <Input
          {...props}
          autoComplete="off"
          spellCheck={name === 'title'}
          list={name === 'folder' ? listId : undefined}
          value={form[name]}
          disabled={disabled}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const insert = (source: string): void => {
    const field = body.current;
    const [start, end] = [field?.selectionStart ?? form.body.length, field?.selectionEnd ?? form.body.length];
    onChange({ body: form.body.slice(0, start) + source + form.body.slice(end) });
    field?.focus();
  };
  const left = MAX_REPLY_LENGTH - form.body.trim().length;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-3 min-[900px]:grid-cols-2">
        {line('title')}
        {line('shortcut', t('canned.hints.shortcut'))}
        {line('folder', t('canned.hints.folder'))}
        <Field
          label={t('canned.fields.shared')}
          hint={canShare ? t('canned.hints.shared') : t('canned.hints.sharedNot')}
        >
          {(props) => (
            <Select
              {...props}
              value={form.shared ? 'shared' : 'own'}
              disabled={disabled || !canShare}
              onChange={(value) => onChange({ shared: value === 'shared' })}
              options={(['own', 'shared'] as const).map((value) => ({
                value,
                label: t(`canned.visible.${value}`),
              }))}
            />
          )}
        </Field>
      </div>
      <datalist id={listId}>
        {folders.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Field
        label={t('canned.fields.body')}
        hint={t('canned.hints.left', { count: left })}
        error={errors.body && t(`canned.errors.${errors.body === 'variable' ? 'variable' : 'body'}`)}
      >
        {(props) => (
          <TextArea
            {...props}
            ref={body}
            className="field-sizing-content max-h-96 min-h-28"
            rows={5}
            value={form.body}
            disabled={disabled}
            onChange={(event) => onChange({ body: event.target.value })}
          />
        )}
      </Field>
      {!disabled && (
        <fieldset aria-label={t('canned.editor.variables')} className="flex flex-wrap gap-1.5">
          {VARIABLE_SOURCES.map((source) => (
            <Button key={source} size="sm" variant="ghost" onClick={() => insert(source)}>
              <code>{source}</code>
            </Button>
          ))}
        </fieldset>
      )}
    </div>
  );
}
