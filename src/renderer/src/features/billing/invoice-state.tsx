import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceState } from '#shared/domain/billing.ts';
import { Badge } from '../../components/badge.tsx';

const TONES = { open: 'warn', paid: 'ok', void: 'neutral' } as const;

/** Whether an invoice is open, paid or void. */
export function InvoiceStateBadge({ state }: { readonly state: InvoiceState }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={TONES[state]}>{t(`billing.states.${state}`)}</Badge>;
}
