import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PASSWORD_LENGTH, passwordWeakness } from '#shared/domain/admin.ts';
import { Field, Input } from './field.tsx';

/** A field for a password to set. Says why one cannot be used, by the rule of the server; quiet until something is entered. */
export function NewPasswordField({
  value,
  about,
  onChange,
}: {
  readonly value: string;
  /** Names of the owner, which are easily guessed. */
  readonly about: readonly string[];
  readonly onChange: (password: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const weakness = value === '' ? null : passwordWeakness(value, about);
  const { min, max } = PASSWORD_LENGTH;
  return (
    <Field
      label={t('newPassword.label')}
      hint={t('newPassword.hint', { min })}
      error={weakness === null ? null : t(`newPassword.${weakness}`, { min, max })}
    >
      {(field) => (
        <Input
          {...field}
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          required
        />
      )}
    </Field>
  );
}
