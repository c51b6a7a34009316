import { KeyRound, UserRoundPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { useShowRecord } from '../../hooks/use-show-record.ts';
import { useCan } from '../../stores/session.ts';
import { KeysView } from './keys-view.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { NewUserDialog } from './new-user-dialog.tsx';
import { UsersView } from './users-view.tsx';

type Tab = 'users' | 'keys';

/** Users and API keys, for administrators. The address names the selected user. */
export default function UsersPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('admin:users');
  return allowed ? (
    <People />
  ) : (
    <Page title={t('users.title')}>
      <NoPermission permission="admin:users" />
    </Page>
  );
}

function People(): ReactNode {
  const { t } = useTranslation();
  const show = useShowRecord();
  const { userId = null } = useParams();
  const [tab, setTab] = useState<Tab>('users');
  const [adding, setAdding] = useState<Tab | null>(null);
  useHotkeys(adding === null ? { 'shortcuts.newUser': () => setAdding(tab) } : {});
  const choose = (id: string): void => show(`/users/${encodeURIComponent(id)}`);
  const tabs = (
    <Segmented<Tab>
      value={tab}
      label={t('users.show')}
      segments={[
        { value: 'users', label: t('users.title') },
        { value: 'keys', label: t('keys.title') },
      ]}
      onChange={setTab}
    />
  );
  return (
    <Page
      title={t('users.title')}
      actions={
        <Button
          variant="primary"
          icon={tab === 'users' ? UserRoundPlus : KeyRound}
          onClick={() => setAdding(tab)}
        >
          {tab === 'users' ? t('users.new') : t('keys.new')}
        </Button>
      }
    >
      {tab === 'users' ? (
        <UsersView tabs={tabs} chosenId={userId} onChoose={choose} onNew={() => setAdding('users')} />
      ) : (
        <KeysView tabs={tabs} onNew={() => setAdding('keys')} />
      )}
      {adding === 'users' && <NewUserDialog onClose={() => setAdding(null)} onMade={choose} />}
      {adding === 'keys' && <NewKeyDialog onClose={() => setAdding(null)} />}
    </Page>
  );
}
