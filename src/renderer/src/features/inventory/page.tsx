import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../app/page.tsx';
import { SkeletonRows } from '../../components/states.tsx';

export default function InventoryPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t('inventory.title')}>
      <SkeletonRows />
    </Page>
  );
}
