import { Trash2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SellableItem } from '#shared/bridge/orders.ts';
import type { Location } from '#shared/domain/inventory.ts';
import { IconButton } from '../../components/button.tsx';
import { FieldError, Input } from '../../components/field.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { parseCount } from '../../lib/number-field.ts';
import { availableAt, errorOfLine, hasOtherPrice, type OrderFormLine, readLine } from './order-form.ts';

/** How many other locations are named with what they have. */
const OTHERS = 3;

/** A line of the order: what it is and where it is in stock, its quantity, price and discount. */
export const LineRow = memo(function LineRow({
  index,
  line,
  item,
  currency,
  locationId,
  locations,
  checked,
  onChange,
  onRemove,
  onDone,
}: {
  readonly index: number;
  readonly line: OrderFormLine;
  readonly item: SellableItem | undefined;
  readonly currency: string;
  readonly locationId: string | null;
  readonly locations: readonly Location[];
  /** Whether what is wrong is said. */
  readonly checked: boolean;
  readonly onChange: (index: number, part: Partial<OrderFormLine>) => void;
  readonly onRemove: (index: number) => void;
  readonly onDone: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const name = item?.name ?? line.itemId;
  const { total, before } = readLine(line, currency);
  const error = checked ? errorOfLine(line, item, currency) : null;
  const otherPrice = hasOtherPrice(line, item);
  const enter = { onEnter: onDone };
  const says = (): string | null => {
    if (error === null) return null;
    return t(`orderEntry.errors.${error}`, { max: format.money(before, currency) });
  };
  const problem = says();
  return (
    <>
      <tr className="border-t border-line align-top first:border-0" data-line={index}>
        <td className="px-3 py-2">
          <span className="block truncate proportional-nums" dir="auto" title={name}>
            {item === undefined ? t('orderEntry.gone') : name}
          </span>
          <Stock item={item} line={line} locationId={locationId} locations={locations} />
        </td>
        <Cell>
          <NumberInput
            {...enter}
            data-quantity={index}
            label={t('orderEntry.quantityOf', { item: name })}
            mode="numeric"
            invalid={error === 'quantity'}
            value={line.quantity}
            onValue={(quantity) => onChange(index, { quantity })}
          />
        </Cell>
        <Cell>
          <NumberInput
            {...enter}
            label={t('orderEntry.priceOf', { item: name })}
            mode="decimal"
            invalid={error === 'price'}
            value={line.price}
            onValue={(price) => onChange(index, { price })}
          />
        </Cell>
        <Cell>
          <NumberInput
            {...enter}
            label={t('orderEntry.discountOf', { item: name })}
            mode="decimal"
            invalid={error === 'discount'}
            value={line.discount}
            onValue={(discount) => onChange(index, { discount })}
          />
        </Cell>
        <td className="px-3 py-3.5 text-right whitespace-nowrap">{format.money(total, currency)}</td>
        <td className="py-2 pr-2 text-right">
          <IconButton
            icon={Trash2}
            label={t('orderEntry.remove', { item: name })}
            onClick={() => onRemove(index)}
          />
        </td>
      </tr>
      {(otherPrice || problem !== null) && (
        <tr>
          <td colSpan={6} className="px-3 pb-2">
            {otherPrice && (
              <Input
                aria-label={t('orderEntry.reasonOf', { item: name })}
                aria-invalid={error === 'reason'}
                placeholder={t('orderEntry.reasonPlaceholder', {
                  price: format.money(item?.price ?? null, currency),
                })}
                maxLength={200}
                autoComplete="off"
                value={line.reason}
                onChange={({ target }) => onChange(index, { reason: target.value })}
              />
            )}
            <FieldError>{problem}</FieldError>
          </td>
        </tr>
      )}
    </>
  );
});

function Cell({ children }: { readonly children: ReactNode }): ReactNode {
  return <td className="px-1.5 py-2">{children}</td>;
}

/** A number as typed. Enter leads on. */
function NumberInput({
  label,
  mode,
  invalid,
  value,
  onValue,
  onEnter,
  ...rest
}: {
  readonly label: string;
  readonly mode: 'numeric' | 'decimal';
  readonly invalid: boolean;
  readonly value: string;
  readonly onValue: (text: string) => void;
  readonly onEnter: () => void;
  readonly 'data-quantity'?: number;
}): ReactNode {
  return (
    <Input
      {...rest}
      aria-label={label}
      aria-invalid={invalid}
      inputMode={mode}
      maxLength={20}
      autoComplete="off"
      className="text-right"
      value={value}
      onChange={({ target }) => onValue(target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}

/** What is available at the order's location and, where that is too little, at others. */
function Stock({
  item,
  line,
  locationId,
  locations,
}: {
  readonly item: SellableItem | undefined;
  readonly line: OrderFormLine;
  readonly locationId: string | null;
  readonly locations: readonly Location[];
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  if (item === undefined) return <span className="block truncate text-xs text-ink-3">{line.itemId}</span>;
  const here = locationId === null ? 0 : availableAt(item, locationId);
  const short = (parseCount(line.quantity) ?? 0) > here + item.backorderLimit;
  const others = locations
    .filter(({ id }) => id !== locationId && availableAt(item, id) > 0)
    .slice(0, OTHERS)
    .map(({ id, name }) =>
      t('orderEntry.elsewhere', { location: name, formatted: format.integer(availableAt(item, id)) }),
    );
  return (
    <span className="block text-xs text-ink-3">
      <span className="whitespace-nowrap">{item.sku}</span>
      {locationId !== null && (
        <>
          {' · '}
          <span className={short ? 'font-medium text-crit' : undefined}>
            {t(short ? 'orderEntry.short' : 'orderEntry.available', { formatted: format.integer(here) })}
          </span>
        </>
      )}
      {short && others.length > 0 && ` · ${others.join(' · ')}`}
    </span>
  );
}
