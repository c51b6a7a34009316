import { MapPin, Package, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { Menu } from '../../../components/menu.tsx';
import { NewItemDialog } from './new-item-dialog.tsx';
import { NewLocationDialog } from './new-location-dialog.tsx';

/** Creates an item or a location. */
export function NewMenu({
  currency,
  onItem,
}: {
  /** The currency that new items begin with. */
  readonly currency: string;
  readonly onItem: (itemId: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [making, setMaking] = useState<'item' | 'location' | null>(null);
  return (
    <>
      <Menu
        label={t('inventory.items.new')}
        trigger={<Button icon={Plus}>{t('inventory.items.new')}</Button>}
        groups={[
          [
            {
              key: 'item',
              label: t('inventory.items.newItem'),
              icon: <Package size={14} aria-hidden />,
              run: () => setMaking('item'),
            },
            {
              key: 'location',
              label: t('inventory.items.newLocation'),
              icon: <MapPin size={14} aria-hidden />,
              run: () => setMaking('location'),
            },
          ],
        ]}
      />
      {making === 'item' && (
        <NewItemDialog
          currency={currency}
          onClose={() => setMaking(null)}
          onCreated={(itemId) => {
            setMaking(null);
            onItem(itemId);
          }}
        />
      )}
      {making === 'location' && <NewLocationDialog onClose={() => setMaking(null)} />}
    </>
  );
}
