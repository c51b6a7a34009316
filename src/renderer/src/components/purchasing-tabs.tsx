import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCan } from '../stores/session.ts';
import { Segmented } from './segmented.tsx';

/** Switches between purchase orders and suppliers, which share one entry of the navigation. */
export function PurchasingTabs({ current }: { readonly current: 'purchasing' | 'suppliers' }): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const suppliers = useCan('suppliers:read');
  if (!suppliers && current === 'purchasing') return null;
  return (
    <Segmented<'purchasing' | 'suppliers'>
      value={current}
      label={t('purchasing.tabs.label')}
      segments={[
        { value: 'purchasing', label: t('purchasing.tabs.orders') },
        { value: 'suppliers', label: t('purchasing.tabs.suppliers') },
      ]}
      onChange={(value) => void navigate(`/${value}`)}
    />
  );
}
