import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Field, Input } from '../../components/field.tsx';

/** Signs in with a username and a password. `heading` introduces it as the alternative to the personas. */
export function PasswordForm({
  heading,
  busy,
  disabled,
  onSubmit,
}: {
  readonly heading: string | null;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onSubmit: (username: string, password: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (username.trim() !== '' && password !== '') onSubmit(username.trim(), password);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 p-5">
      {heading !== null && <p className="text-xs text-ink-3">{heading}</p>}
      <Field label={t('signIn.username')}>
        {(field) => (
          <Input
            {...field}
            autoComplete="username"
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            required
          />
        )}
      </Field>
      <Field label={t('signIn.password')}>
        {(field) => (
          <Input
            {...field}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            required
          />
        )}
      </Field>
      <Button
        type="submit"
        variant={heading === null ? 'primary' : 'secondary'}
        size="lg"
        busy={busy}
        disabled={disabled}
      >
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
