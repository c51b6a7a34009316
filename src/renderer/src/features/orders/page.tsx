import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../app/page.tsx';
import { SkeletonRows } from '../../components/states.tsx';

export default function OrderPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t('orders.title', { number: '' })}>
      <SkeletonRows />
    </Page>
  );
}
