import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordWeakness, type TeamUser } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { Field, Input } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { NewPasswordField } from '../../components/new-password.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { toast } from '../../stores/toasts.ts';

/** Changes one's own password, which ends one's other sessions. */
export function PasswordDialog({
  user,
  onClose,
}: {
  readonly user: TeamUser;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, run } = useCall();
  const about = [user.username, user.name];
  const submit = async (): Promise<void> => {
    if (!(await run(bridge.call('session.change_password', { current, password })))) return;
    toast({ tone: 'ok', title: ({ t }) => t('settings.passwordChanged') });
    onClose();
  };
  return (
    <FormDialog
      title={t('settings.changePassword')}
      description={t('settings.changePasswordBody')}
      action={t('settings.changePassword')}
      busy={busy}
      disabled={current === '' || passwordWeakness(password, about) !== null}
      problem={problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field label={t('settings.currentPassword')}>
        {(field) => (
          <Input
            {...field}
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
      </Field>
      <NewPasswordField value={password} about={about} onChange={setPassword} />
    </FormDialog>
  );
}
