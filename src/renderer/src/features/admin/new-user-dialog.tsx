import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewTeamUser, passwordWeakness, ROLES, type Role, Username } from '#shared/domain/admin.ts';
import { bridge } from '../../bridge/client.ts';
import { Field, Input, Select } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { NewPasswordField } from '../../components/new-password.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { newId } from '../../lib/new-id.ts';
import { madeBy } from '../../stores/session.ts';

/** Adds a user. Kept open until the server has added it, because the password is stored nowhere here. */
export function NewUserDialog({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (userId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [password, setPassword] = useState('');
  // The same ids when it is sent again after a lost answer: it takes effect once.
  const [ids] = useState(() => ({ id: newId(), userId: newId() }));
  const { busy, problem, run } = useCall();
  const user = { id: ids.userId, username, name, role };
  const about = [username, name];
  const ready = NewTeamUser.safeParse(user).success && passwordWeakness(password, about) === null;
  const badUsername = username !== '' && !Username.safeParse(username).success;
  const submit = async (): Promise<void> => {
    const data = { user, password };
    const call = bridge.call('commands.submit', { id: ids.id, type: 'admin.create_user', data, ...madeBy() });
    if (!(await run(call))) return;
    onMade(ids.userId);
    onClose();
  };
  return (
    <FormDialog
      title={t('users.new')}
      action={t('users.add')}
      busy={busy}
      disabled={!ready}
      problem={problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field label={t('users.username')} error={badUsername ? t('users.badUsername') : null}>
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            spellCheck={false}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('users.name')}>
        {(field) => (
          <Input
            {...field}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('users.role')} hint={t(`users.can.${role}`)}>
        {(field) => (
          <Select<Role>
            {...field}
            value={role}
            options={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
            onChange={setRole}
          />
        )}
      </Field>
      <NewPasswordField value={password} about={about} onChange={setPassword} />
    </FormDialog>
  );
}
