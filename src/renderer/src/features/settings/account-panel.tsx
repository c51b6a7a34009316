import { KeyRound, LogOut } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { DetailRow, Panel } from '../../components/panel.tsx';
import { signOut } from '../../stores/leaving.ts';
import { useSession } from '../../stores/session.ts';
import { PasswordDialog } from './password-dialog.tsx';

/** Who is signed in, where the sign-in is stored, and what the role allows. */
export function AccountPanel(): ReactNode {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const [changing, setChanging] = useState(false);
  if (session?.user == null) return null;
  return (
    <Panel
      title={t('settings.security')}
      bodyClassName="p-3"
      actions={
        <span className="flex gap-2">
          {!session.review && (
            <Button size="sm" icon={KeyRound} onClick={() => setChanging(true)}>
              {t('settings.changePassword')}
            </Button>
          )}
          <Button size="sm" icon={LogOut} onClick={() => void signOut()}>
            {t('actions.signOut')}
          </Button>
        </span>
      }
    >
      <dl>
        <DetailRow label={t('settings.signedInAs')}>
          <bdi>{session.user.name}</bdi>{' '}
          <span className="text-ink-3">({t(`roles.${session.user.role}`)})</span>
        </DetailRow>
        <DetailRow label={t('settings.secretStore')}>
          {t(`settings.secretStores.${session.secretStore}`)}
        </DetailRow>
        <DetailRow label={t('settings.permissions')}>
          <span className="flex flex-wrap gap-1">
            {session.permissions.map((permission) => (
              <Badge key={permission}>{permission}</Badge>
            ))}
          </span>
        </DetailRow>
      </dl>
      {changing && <PasswordDialog user={session.user} onClose={() => setChanging(false)} />}
    </Panel>
  );
}
