import type { TFunction } from 'i18next';
import { type Meter, OWN_METER_KEYS } from '#shared/domain/usage.ts';
import type { Format } from '../../format/format.ts';

/** Returns what people call a meter. */
export function meterName({ key, name }: Pick<Meter, 'key' | 'name'>, t: TFunction): string {
  const own = OWN_METER_KEYS.find((one) => one === key);
  if (own !== undefined) return t(`usage.meters.${own}`);
  return name === '' ? key : name;
}

/** Returns a quantity of a meter in words: bytes as such, others with their unit where it is not the meter's name. */
export function quantityText(
  { unit, own }: Pick<Meter, 'unit' | 'own'>,
  value: number,
  format: Format,
): string {
  if (unit === 'bytes') return format.bytes(value);
  return own ? format.integer(value) : `${format.integer(value)} ${unit}`;
}
