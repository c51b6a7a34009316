import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passwordWeakness, type User } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { NewPasswordField } from '../../components/new-password.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { newId } from '../../lib/new-id.ts';
import { madeBy } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';

/** Sets another user's password, which ends their sessions. */
export function ResetPasswordDialog({
  user,
  onClose,
}: {
  readonly user: User;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [id] = useState(newId);
  const { busy, problem, run } = useCall();
  const about = [user.username, user.name];
  const submit = async (): Promise<void> => {
    const data = { userId: user.id, password };
    if (!(await run(bridge.call('commands.submit', { id, type: 'admin.reset_password', data, ...madeBy() }))))
      return;
    toast({ tone: 'ok', title: ({ t }) => t('users.passwordReset', { name: user.name }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('users.resetTitle', { name: user.name })}
      description={t('users.resetBody')}
      action={t('users.resetPassword')}
      busy={busy}
      disabled={passwordWeakness(password, about) !== null}
      problem={problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <NewPasswordField value={password} about={about} onChange={setPassword} />
    </FormDialog>
  );
}
