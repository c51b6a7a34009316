import { ClipboardList } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { useCan } from '../../../stores/session.ts';

/** Opens the picking list. */
export function PickingLink(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const can = useCan('orders:read');
  return (
    can && (
      <Button icon={ClipboardList} onClick={() => void navigate('/orders/picking')}>
        {t('orders.picking.action')}
      </Button>
    )
  );
}
