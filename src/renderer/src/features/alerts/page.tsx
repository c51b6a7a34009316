import { BellElectric, SlidersHorizontal } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useShowRecord } from '../../hooks/use-show-record.ts';
import { useCan } from '../../stores/session.ts';
import { DeliveryDialog } from './delivery-dialog.tsx';
import AlertsView from './view.tsx';

/** The alerts page; its address names the selected alert. */
export default function AlertsPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const show = useShowRecord();
  const allowed = useCan('alerts:read');
  const { alertId = null } = useParams();
  const [choosing, setChoosing] = useState(false);
  const onChoose = useCallback((id: string) => show(`/alerts/${encodeURIComponent(id)}`), [show]);
  return (
    <Page
      title={t('alerts.title')}
      actions={
        allowed && (
          <>
            <Button icon={BellElectric} onClick={() => setChoosing(true)}>
              {t('alerts.delivery.action')}
            </Button>
            <Button icon={SlidersHorizontal} onClick={() => void navigate('/alerts/rules')}>
              {t('alerts.rules.title')}
            </Button>
          </>
        )
      }
    >
      <AlertsView chosenId={alertId} onChoose={onChoose} />
      {choosing && <DeliveryDialog onClose={() => setChoosing(false)} />}
    </Page>
  );
}
