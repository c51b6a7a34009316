import { BadgeCheck, Bell, CheckCheck } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isAcknowledged } from '#shared/domain/alerts.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextArea } from '../../components/field.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { useCommand } from '../../hooks/use-command.ts';
import { useForm } from '../../hooks/use-form.ts';
import { isSend } from '../../keyboard/key-press.ts';
import { useIsLive } from '../../stores/connection.ts';
import { useCan } from '../../stores/session.ts';
import { NOTES } from './notes.ts';
import { OwnerMenu } from './owner-menu.tsx';
import type { AlertRow } from './row.tsx';
import { SilenceMenu } from './silence-menu.tsx';

const NOTE_LIMIT = 500;

/** Props of the actions of an alert. */
interface ActionsProps {
  readonly alert: AlertRow;
  readonly noteInput: RefObject<HTMLTextAreaElement | null>;
  readonly silencing: boolean;
  readonly onSilencing: (open: boolean) => void;
  readonly onAcknowledged: () => void;
}

/** What can be done with an open alert: give it to somebody, silence it, acknowledge it, or resolve one raised by hand. */
export function AlertActions(props: ActionsProps): ReactNode {
  const { t } = useTranslation();
  const canWrite = useCan('alerts:write');
  const live = useIsLive();
  const { alert } = props;
  if (!canWrite)
    return (
      <p className="mt-4 border-t border-line pt-3 text-ink-3">
        {t('alerts.detail.needs', { permission: 'alerts:write' })}
      </p>
    );
  return (
    <div className="mt-4 border-t border-line pt-4">
      <CareActions {...props} />
      {alert.pendingAcknowledge ? (
        <p role="status" className="mt-3 text-warn">
          {live ? t('alerts.detail.sending') : t('alerts.detail.kept')}
        </p>
      ) : (
        <NoteForm {...props} />
      )}
    </div>
  );
}

/** Who takes care of the alert, and its silence. */
function CareActions({ alert, silencing, onSilencing }: ActionsProps): ReactNode {
  const { t } = useTranslation();
  const assign = useCommand('alerts.assign');
  const silence = useCommand('alerts.silence');
  const unsilence = useCommand('alerts.unsilence');
  const alertId = alert.id;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <OwnerMenu
        ownerId={alert.ownerId}
        ownerName={alert.ownerName}
        onAssign={(ownerId) => void assign.submit({ alertId, ownerId })}
      />
      <SilenceMenu
        showKey
        open={silencing}
        onOpenChange={onSilencing}
        onSilence={(until) => void silence.submit({ alertId, until })}
      />
      {alert.silencedUntil !== null && (
        <Button icon={Bell} onClick={() => void unsilence.submit({ alertId })}>
          {t('alerts.silence.end')}
        </Button>
      )}
      {alert.pendingChange && (
        <span role="status" className="text-xs text-warn">
          {t('alerts.list.changing')}
        </span>
      )}
    </div>
  );
}

function NoteForm({ alert, noteInput, onAcknowledged }: ActionsProps): ReactNode {
  const { t } = useTranslation();
  const acknowledge = useCommand('alerts.acknowledge');
  const resolve = useCommand('alerts.resolve');
  const form = useForm(NOTES, alert.id, (fields) => ({ alertId: alert.id, ...fields }));
  const { note } = form.value;
  const tooLong = note.length > NOTE_LIMIT;
  const send = async (action: 'acknowledge' | 'resolve'): Promise<void> => {
    if (tooLong) return;
    const data = { alertId: alert.id, note: note.trim() === '' ? null : note.trim() };
    const result = await (action === 'acknowledge' ? acknowledge : resolve).submit(data);
    if (!result.ok) return;
    form.clear();
    onAcknowledged();
  };
  const open = !isAcknowledged(alert);
  const manual = alert.kind === 'manual';
  if (!open && !manual) return null;
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send(open ? 'acknowledge' : 'resolve');
      }}
    >
      <Field
        label={t('alerts.detail.note')}
        hint={open ? t('alerts.detail.acknowledgeHint') : undefined}
        error={tooLong ? t('alerts.detail.noteLong') : null}
      >
        {(props) => (
          <TextArea
            {...props}
            ref={noteInput}
            rows={2}
            value={note}
            placeholder={t('alerts.detail.notePlaceholder')}
            onChange={(event) => form.change({ note: event.target.value })}
            onKeyDown={(event) => {
              if (isSend(event) && !event.nativeEvent.isComposing) {
                event.preventDefault();
                void send(open ? 'acknowledge' : 'resolve');
              }
            }}
          />
        )}
      </Field>
      <div className="mt-2 flex gap-2">
        {open && (
          <Button type="submit" variant="primary" icon={BadgeCheck} busy={acknowledge.submitting}>
            {t('alerts.detail.acknowledge')}
            <Kbd keys="shortcuts.acknowledge" className="ml-1" />
          </Button>
        )}
        {manual && (
          <Button icon={CheckCheck} busy={resolve.submitting} onClick={() => void send('resolve')}>
            {t('alerts.detail.resolve')}
          </Button>
        )}
      </div>
    </form>
  );
}
