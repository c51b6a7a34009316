import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../components/page.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { NoPermission } from '../../components/states.tsx';
import { useAddress } from '../../hooks/use-address.ts';
import { useCan } from '../../stores/session.ts';
import { AnalyticsTab } from './analytics/analytics-tab.tsx';
import { DisputesTab } from './disputes/disputes-tab.tsx';
import { PaymentsTab } from './list/payments-tab.tsx';
import { PayoutsTab } from './payouts/payouts-tab.tsx';

const TABS = ['payments', 'disputes', 'payouts', 'analytics'] as const;
type Tab = (typeof TABS)[number];

/** Payments, disputes and payouts. The address says which of them is shown, and what narrows it. */
export default function PaymentsPage(): ReactNode {
  const { t } = useTranslation();
  const allowed = useCan('payments:read');
  const { params, replace } = useAddress();
  const tab = TABS.find((one) => one === params.get('tab')) ?? 'payments';
  // The filters of a part mean nothing to another.
  const show = (next: Tab): void => replace(new URLSearchParams(next === 'payments' ? {} : { tab: next }));
  return (
    <Page
      title={t('pages.payments')}
      actions={
        allowed && (
          <Segmented<Tab>
            value={tab}
            label={t('payments.tabs.label')}
            segments={TABS.map((value) => ({ value, label: t(`payments.tabs.${value}`) }))}
            onChange={show}
          />
        )
      }
    >
      {!allowed ? (
        <NoPermission permission="payments:read" />
      ) : tab === 'payments' ? (
        <PaymentsTab />
      ) : tab === 'disputes' ? (
        <DisputesTab />
      ) : tab === 'payouts' ? (
        <PayoutsTab />
      ) : (
        <AnalyticsTab />
      )}
    </Page>
  );
}
