import { Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#shared/domain/inventory.ts';
import { Button } from '../../components/button.tsx';
import { DetailRow } from '../../components/panel.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { BarcodeFacts, openLabels } from '../codes/index.ts';

/** An item's details besides its stock. */
export function Facts({ item }: { readonly item: Item }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl>
      <DetailRow label={t('inventory.detail.price')}>{format.money(item.price, item.currency)}</DetailRow>
      {item.cost !== null && (
        <DetailRow label={t('inventory.detail.cost')}>{format.money(item.cost, item.currency)}</DetailRow>
      )}
      <DetailRow label={t('inventory.detail.unit')}>{item.unit}</DetailRow>
      <DetailRow label={t('inventory.detail.barcode')}>
        <div className="flex flex-col items-start gap-1.5">
          <BarcodeFacts barcode={item.barcode} />
          <Button size="sm" icon={Printer} onClick={() => openLabels([item.id])}>
            {t('codes.labels.print')}
          </Button>
        </div>
      </DetailRow>
      <DetailRow label={t('inventory.detail.backorder')}>
        {item.backorderLimit === 0
          ? t('inventory.detail.noBackorder')
          : t('inventory.detail.backorderTo', { count: -item.backorderLimit })}
      </DetailRow>
    </dl>
  );
}
