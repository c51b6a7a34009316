import { Check, Undo2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canApply, cancelled, canUndo, effective, type Import, isWorking } from '#shared/domain/imports.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { bridge } from '../../bridge/client.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { ReasonInput } from '../../components/reason-input.tsx';
import { useAttempt } from '../../hooks/use-attempt.ts';
import { useCall } from '../../hooks/use-call.ts';
import { formKind, useForm } from '../../hooks/use-form.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { newId } from '../../lib/new-id.ts';
import { useIsLive } from '../../stores/connection.ts';
import { madeBy } from '../../stores/session.ts';
import type { UndoChoice } from './undo-question.tsx';

function submit<T extends CommandType>(type: T, data: CommandData<T>): Promise<unknown> {
  return bridge.call('commands.submit', { id: newId(), type, data, ...madeBy() });
}

/** What can be done with an import now, and how far the gateway has come. */
export function ImportActions({
  found,
  choice,
}: {
  readonly found: Import;
  readonly choice: UndoChoice;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const attempt = useAttempt();
  const live = useIsLive();
  const [asking, setAsking] = useState<'apply' | 'undo' | null>(null);
  const { id, state, done, total } = found;
  const count = effective(found);
  const cancel = cancelled(state) !== null && (
    <Button icon={X} disabled={!live} onClick={() => attempt(submit('imports.cancel', { importId: id }))}>
      {t('imports.detail.cancel')}
    </Button>
  );
  if (isWorking(state))
    return (
      <div className="w-full max-w-md min-w-64">
        <ProgressBar
          label={t('imports.detail.progress', { done: format.integer(done), total: format.integer(total) })}
          done={done}
          total={total}
          action={cancel}
        />
      </div>
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      {cancel}
      {state === 'ready' && canApply(found) && (
        <Button icon={Check} variant="primary" disabled={!live} onClick={() => setAsking('apply')}>
          {t('imports.detail.apply', { count, formatted: format.integer(count) })}
        </Button>
      )}
      {state === 'applied' && canUndo(found, gatewayNow()) && (
        <Button
          icon={Undo2}
          disabled={!live}
          onClick={() => attempt(submit('imports.review', { importId: id }))}
        >
          {t('imports.detail.undo')}
        </Button>
      )}
      {state === 'reviewed' && canUndo(found, gatewayNow()) && (
        <Button icon={Undo2} variant="danger" disabled={!live} onClick={() => setAsking('undo')}>
          {t('imports.detail.undoNow')}
        </Button>
      )}
      {asking === 'apply' && (
        <ReasonDialog
          title={t('imports.detail.applyTitle')}
          body={t('imports.detail.applyBody')}
          action={t('imports.detail.apply', { count, formatted: format.integer(count) })}
          initial={t('imports.detail.reasonDefault', { name: found.file.name })}
          form={APPLY}
          importId={id}
          send={(reason) => submit('imports.apply', { importId: id, reason })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'undo' && (
        <ReasonDialog
          title={t('imports.detail.undoTitle')}
          body={t('imports.detail.undoBody')}
          action={t('imports.detail.undoNow')}
          initial={t('imports.detail.undoReason', { name: found.file.name })}
          form={UNDO}
          importId={id}
          send={(reason) =>
            submit('imports.undo', { importId: id, reason, ...choice, except: [...choice.except] })
          }
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}

/** The reasons that were typed, by import. Until then, each has its usual one. */
const APPLY = formKind('imports.apply', { reason: null }, ({ reason }) => reason === null);
const UNDO = formKind('imports.undo', { reason: null }, ({ reason }) => reason === null);

function ReasonDialog({
  title,
  body,
  action,
  initial,
  form,
  importId,
  send,
  onClose,
}: {
  readonly title: string;
  readonly body: string;
  readonly action: string;
  readonly initial: string;
  readonly form: typeof APPLY | typeof UNDO;
  readonly importId: string;
  readonly send: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const kept = useForm<'imports.apply' | 'imports.undo'>(form, importId, (fields) => ({
    importId,
    ...fields,
  }));
  const reason = kept.value.reason ?? initial.slice(0, 200);
  const call = useCall();
  const run = async (): Promise<void> => {
    if (!(await call.run(send(reason.trim())))) return;
    kept.clear();
    onClose();
  };
  return (
    <FormDialog
      title={title}
      description={body}
      action={action}
      busy={call.busy}
      disabled={reason.trim() === ''}
      problem={call.problem}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      <ReasonInput
        label={t('imports.detail.reason')}
        value={reason}
        onChange={(text) => kept.change({ reason: text })}
      />
    </FormDialog>
  );
}
