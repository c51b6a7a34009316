import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { UserPlus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '#shared/domain/orders.ts';
import { bridge } from '../../bridge/client.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Combobox } from '../../components/combobox.tsx';
import { Field, Input } from '../../components/field.tsx';
import { newId } from '../../lib/new-id.ts';
import { customerError, EMPTY_ORDER, knownCustomer, type OrderForm } from './order-form.ts';

const SHOWN = 7;

interface Props {
  readonly customer: OrderForm['customer'];
  readonly checked: boolean;
  readonly onChange: (customer: OrderForm['customer']) => void;
}

/** Who orders: somebody known, somebody new, or a guest. */
export function CustomerField({ customer, checked, onChange }: Props): ReactNode {
  const { t } = useTranslation();
  const clear = (): void => onChange(EMPTY_ORDER.customer);
  if (customer.kind === 'guest') return <FindCustomer onChange={onChange} />;
  return (
    <section aria-label={t('orderEntry.customer')} className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p className="text-xs font-medium text-ink-2">{t('orderEntry.customer')}</p>
          {customer.kind === 'known' && (
            <>
              <p className="truncate font-medium proportional-nums">
                <bdi>{customer.name}</bdi>
              </p>
              <p className="truncate text-xs text-ink-3">
                <bdi>{customer.email}</bdi>
              </p>
            </>
          )}
        </div>
        <IconButton icon={X} label={t('orderEntry.clearCustomer')} onClick={clear} />
      </div>
      {customer.kind === 'new' && <NewCustomer customer={customer} checked={checked} onChange={onChange} />}
    </section>
  );
}

function useCustomers(search: string, enabled: boolean): readonly Customer[] {
  const { data } = useQuery({
    queryKey: ['orders', 'customers', search],
    queryFn: () => bridge.call('orders.customers', { search, limit: SHOWN }),
    placeholderData: keepPreviousData,
    enabled,
  });
  return data?.customers ?? [];
}

function FindCustomer({ onChange }: Pick<Props, 'onChange'>): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const search = (text ?? '').trim().slice(0, 200);
  const found = useCustomers(search, text !== null);
  const offers: { key: string; value: Customer | null }[] = [
    ...found.map((customer) => ({ key: customer.id, value: customer })),
    ...(search === '' ? [] : [{ key: 'new', value: null }]),
  ];
  const pick = (value: Customer | null): void => {
    const [name, email] = search.includes('@') ? ['', search] : [search, ''];
    onChange(value === null ? { kind: 'new', id: newId(), name, email } : knownCustomer(value));
  };
  return (
    <div>
      <Combobox
        label={t('orderEntry.customer')}
        placeholder={t('orderEntry.customerPlaceholder')}
        chosen=""
        text={text}
        offers={offers}
        none={t('orderEntry.noCustomer')}
        onText={setText}
        onPick={pick}
      >
        {(one) =>
          one === null ? (
            <span className="flex min-w-0 items-center gap-2">
              <UserPlus size={13} aria-hidden className="shrink-0 text-ink-3" />
              <span className="truncate" dir="auto">
                {t('orderEntry.newCustomer', { name: search })}
              </span>
            </span>
          ) : (
            <>
              <span className="min-w-0 flex-1 truncate proportional-nums" dir="auto">
                {one.name}
              </span>
              <span className="min-w-0 truncate text-xs text-ink-3" dir="auto">
                {one.email}
              </span>
            </>
          )
        }
      </Combobox>
      <p className="mt-1 text-xs text-ink-3">{t('orderEntry.guest')}</p>
    </div>
  );
}

/** Name and address of somebody new. An address that somebody has already is said. */
function NewCustomer({ customer, checked, onChange }: Props): ReactNode {
  const { t } = useTranslation();
  const error = checked ? customerError(customer) : null;
  const address = customer.email.trim().toLowerCase();
  const known = useCustomers(address, address.includes('@')).find(
    ({ email }) => email?.toLowerCase() === address,
  );
  return (
    <>
      <Field label={t('orderEntry.name')} error={error === 'name' ? t('orderEntry.errors.name') : null}>
        {(props) => (
          <Input
            {...props}
            // The next thing to be typed, since this was chosen.
            autoFocus={customer.name === ''}
            maxLength={200}
            autoComplete="off"
            value={customer.name}
            onChange={({ target }) => onChange({ ...customer, name: target.value })}
          />
        )}
      </Field>
      <Field label={t('orderEntry.email')} error={error === 'email' ? t('orderEntry.errors.email') : null}>
        {(props) => (
          <Input
            {...props}
            type="email"
            autoFocus={customer.name !== '' && customer.email === ''}
            maxLength={200}
            autoComplete="off"
            value={customer.email}
            onChange={({ target }) => onChange({ ...customer, email: target.value })}
          />
        )}
      </Field>
      {address !== '' && known !== undefined && (
        <div
          role="status"
          className="flex flex-wrap items-center gap-2 rounded-md bg-warn-soft px-2.5 py-1.5"
        >
          <span className="min-w-0 flex-1 text-xs" dir="auto">
            {t('orderEntry.known', { name: known.name })}
          </span>
          <Button size="sm" onClick={() => onChange(knownCustomer(known))}>
            {t('orderEntry.useKnown')}
          </Button>
        </div>
      )}
    </>
  );
}
