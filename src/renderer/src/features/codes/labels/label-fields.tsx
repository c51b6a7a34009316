import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readCode } from '#shared/domain/codes.ts';
import { bridge } from '../../../bridge/client.ts';
import { gatewayNow } from '../../../bridge/gateway-time.ts';
import { Field, Input, Select, Switch } from '../../../components/field.tsx';
import { useScans } from '../../../hooks/use-scans.ts';
import { timeZoneOf } from '../../../stores/session.ts';
import { type ItemLabels, type LabelChoice, MAX_LABELS, numberIn } from './order.ts';
import { labelsOn, SHEET_IDS, SHEETS } from './sheets.ts';

/** What is printed on which sheet, and how many labels of each item. */
export function LabelFields({
  labels,
  choice,
  onChange,
}: {
  readonly labels: readonly ItemLabels[];
  readonly choice: LabelChoice;
  readonly onChange: (choice: LabelChoice) => void;
}): ReactNode {
  const { t } = useTranslation();
  const change = (part: Partial<LabelChoice>): void => onChange({ ...choice, ...part });
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
    meta: { intervalMs: 1000 },
  });
  const last = labelsOn(SHEETS[choice.sheet]) - 1;
  const [only, second] = labels;
  const problems = [
    labels.some(({ drawing }) => drawing.tooFine) && t('codes.labels.tooFine'),
    labels.some(({ noBarcode }) => noBarcode) &&
      t(choice.lot.trim() === '' || second ? 'codes.labels.noBarcode' : 'codes.labels.noLot'),
  ].filter((problem) => problem !== false);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex gap-3">
        <Field label={t('codes.labels.sheet')} className="min-w-0 flex-1">
          {(props) => (
            <Select
              {...props}
              value={choice.sheet}
              onChange={(sheet) => change({ sheet, skip: '' })}
              options={SHEET_IDS.map((value) => ({ value, label: t(`codes.labels.formats.${value}`) }))}
            />
          )}
        </Field>
        {last > 0 && (
          <Field
            label={t('codes.labels.skip')}
            className="w-32"
            error={numberIn(choice.skip, 0, last) === null ? t('codes.labels.range', { max: last }) : null}
          >
            {(props) => (
              <Input
                {...props}
                inputMode="numeric"
                placeholder="0"
                value={choice.skip}
                onChange={(event) => change({ skip: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {(['sku', 'price'] as const).map((name) => (
          <span key={name} className="flex items-center gap-2">
            <Switch
              label={t(`codes.labels.show.${name}`)}
              checked={choice[name]}
              onChange={(on) => change({ [name]: on })}
            />
            <span aria-hidden>{t(`codes.labels.show.${name}`)}</span>
          </span>
        ))}
        <Select
          aria-label={t('codes.labels.location')}
          value={choice.location ?? ''}
          onChange={(name) => change({ location: name === '' ? null : name })}
          className="w-auto max-w-56"
          options={[
            { value: '', label: t('codes.labels.noLocation') },
            ...(facets.data?.locations ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
        />
      </div>
      {only && !second && <LotFields choice={choice} onChange={change} />}
      <Quantities labels={labels} choice={choice} onChange={change} />
      {problems.map((problem) => (
        <p key={problem} role="status" className="rounded-md bg-warn-soft px-3 py-2 text-xs text-ink">
          {problem}
        </p>
      ))}
    </div>
  );
}

/** The lot of the one item, typed or scanned from the goods. */
function LotFields({
  choice,
  onChange,
}: {
  readonly choice: LabelChoice;
  readonly onChange: (part: Partial<LabelChoice>) => void;
}): ReactNode {
  const { t } = useTranslation();
  useScans((text) => {
    const code = readCode(text, { now: gatewayNow(), timeZone: timeZoneOf() });
    if (code?.lot !== undefined) onChange({ lot: code.lot, expiresOn: code.expiresOn ?? '' });
  });
  return (
    <div className="flex gap-3">
      <Field label={t('codes.labels.lot')} hint={t('codes.labels.lotHint')} className="min-w-0 flex-1">
        {(props) => (
          <Input
            {...props}
            maxLength={20}
            autoComplete="off"
            className="font-mono"
            value={choice.lot}
            onChange={(event) => onChange({ lot: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('codes.labels.expiresOn')} className="w-40">
        {(props) => (
          <Input
            {...props}
            type="date"
            disabled={choice.lot.trim() === ''}
            value={choice.expiresOn}
            onChange={(event) => onChange({ expiresOn: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function Quantities({
  labels,
  choice,
  onChange,
}: {
  readonly labels: readonly ItemLabels[];
  readonly choice: LabelChoice;
  readonly onChange: (part: Partial<LabelChoice>) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="text-left text-xs text-ink-3">
          <th scope="col" className="py-1 font-medium">
            {t('codes.labels.item')}
          </th>
          <th scope="col" className="w-24 py-1 font-medium">
            {t('codes.labels.count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {labels.map(({ item }) => {
          const text = choice.counts[item.id] ?? '';
          return (
            <tr key={item.id} className="border-t border-line">
              <td className="py-1.5 pr-3">
                <span dir="auto" className="block truncate">
                  {item.name}
                </span>
                <span className="block truncate font-mono text-xs text-ink-3">
                  {item.barcode ?? item.sku}
                </span>
              </td>
              <td className="py-1.5">
                <Input
                  aria-label={t('codes.labels.countOf', { name: item.name })}
                  aria-invalid={numberIn(text, 1, MAX_LABELS) === null}
                  inputMode="numeric"
                  placeholder="1"
                  className="text-right"
                  value={text}
                  onChange={(event) =>
                    onChange({ counts: { ...choice.counts, [item.id]: event.target.value } })
                  }
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
