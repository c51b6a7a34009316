import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useCan } from '../../stores/session.ts';
import { Macros } from './macros.tsx';
import { Replies } from './replies.tsx';

type Tab = 'replies' | 'macros';

/** Canned replies and macros: one's own and the shared ones. */
export default function CannedPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('canned:read');
  return (
    <Page title={t('canned.title')}>{allowed ? <Tabs /> : <NoPermission permission="canned:read" />}</Page>
  );
}

function Tabs(): ReactNode {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tab: Tab = params.get('tab') === 'macros' ? 'macros' : 'replies';
  const tabs = (
    <Segmented<Tab>
      value={tab}
      label={t('canned.tabs.label')}
      segments={[
        { value: 'replies', label: t('canned.tabs.replies') },
        { value: 'macros', label: t('canned.tabs.macros') },
      ]}
      onChange={(next) => setParams(next === 'macros' ? { tab: next } : {})}
    />
  );
  return tab === 'macros' ? <Macros tabs={tabs} /> : <Replies tabs={tabs} />;
}
