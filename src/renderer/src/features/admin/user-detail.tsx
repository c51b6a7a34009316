import { KeyRound, UserRoundCheck, UserRoundX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES, type Role, type User } from '#shared/domain/admin.ts';
import type { CommandType } from '#shared/protocol/commands/index.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Select } from '../../components/field.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { type Command, useCommand } from '../../hooks/use-command.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useUserId } from '../../stores/session.ts';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

/** Whether the last command of a hook waits for the server's answer. */
function isPending<T extends CommandType>({ entry, submitting }: Command<T>): boolean {
  return submitting || (entry !== null && entry.state !== 'settled' && entry.state !== 'refused');
}

/** One user: role, whether they can sign in, password and sessions. */
export function UserDetail({ user }: { readonly user: User }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const self = useUserId() === user.id;
  const [asking, setAsking] = useState<'disable' | 'password' | null>(null);
  const disable = useCommand('admin.disable_user');
  const enable = useCommand('admin.enable_user');
  const disabled = user.disabledAt !== null;
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4">
      <div className="mx-auto flex max-w-[760px] flex-col gap-4">
        <Panel title={user.name} bodyClassName="p-3">
          <dl>
            <DetailRow label={t('users.username')}>{user.username}</DetailRow>
            <DetailRow label={t('users.role')}>
              <RoleSelect user={user} />
            </DetailRow>
            <DetailRow label={t('users.status')}>
              {user.disabledAt === null
                ? t('users.canSignIn')
                : t('users.disabledSince', { time: format.dateTime(user.disabledAt) })}
            </DetailRow>
          </dl>
          <div className="mt-3 flex flex-wrap gap-2 border-t border-line pt-3">
            <Button icon={KeyRound} onClick={() => setAsking('password')}>
              {t('users.resetPassword')}
            </Button>
            {disabled ? (
              <Button
                icon={UserRoundCheck}
                busy={isPending(enable)}
                onClick={() => void enable.submit({ userId: user.id })}
              >
                {t('users.enable')}
              </Button>
            ) : (
              <Button
                variant="danger"
                icon={UserRoundX}
                busy={isPending(disable)}
                onClick={() => setAsking('disable')}
              >
                {t('users.disable')}
              </Button>
            )}
          </div>
        </Panel>
        <SessionsPanel user={user} />
      </div>
      <ConfirmDialog
        open={asking === 'disable'}
        onOpenChange={() => setAsking(null)}
        title={t('users.disableTitle', { name: user.name })}
        body={self ? t('users.disableSelf') : t('users.disableBody')}
        action={t('users.disable')}
        danger
        onConfirm={() => {
          setAsking(null);
          void disable.submit({ userId: user.id });
        }}
      />
      {asking === 'password' && <ResetPasswordDialog user={user} onClose={() => setAsking(null)} />}
    </div>
  );
}

function RoleSelect({ user }: { readonly user: User }): ReactNode {
  const { t } = useTranslation();
  const setRole = useCommand('admin.set_role');
  const pending = isPending(setRole);
  const options = ROLES.map((value) => ({ value, label: t(`roles.${value}`) }));
  return (
    <Select<Role>
      aria-label={t('users.role')}
      aria-busy={pending || undefined}
      disabled={pending}
      className="max-w-56"
      value={user.role}
      options={options}
      onChange={(role) => void setRole.submit({ userId: user.id, role })}
    />
  );
}
