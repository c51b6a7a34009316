import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Page } from '../../components/page.tsx';
import AlertsView from './view.tsx';

/** The alerts page; its address names the selected alert. */
export default function AlertsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { alertId = null } = useParams();
  const onChoose = useCallback(
    (id: string) => void navigate(`/alerts/${encodeURIComponent(id)}`, { replace: true }),
    [navigate],
  );
  return (
    <Page title={t('alerts.title')}>
      <AlertsView chosenId={alertId} onChoose={onChoose} />
    </Page>
  );
}
