import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertFilter } from '#shared/bridge/alerts.ts';
import { ALERT_KINDS, ALERT_SEVERITIES } from '#shared/domain/alerts.ts';
import { bridge } from '../../bridge/client.ts';
import { Button } from '../../components/button.tsx';
import { Field, Select } from '../../components/field.tsx';
import { Popover } from '../../components/overlay.tsx';
import { useUserId } from '../../stores/session.ts';
import { activeFilters, cleared } from './filters.ts';

const STATES = ['pending', 'firing', 'recovering', 'no_data', 'error'] as const;
const ANY = 'any';

/** A filter with a few values, and `any`. */
function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: T | null;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Field label={label}>
      {(props) => (
        <Select
          {...props}
          value={value ?? ANY}
          options={[{ value: ANY, label: t('alerts.filter.any') }, ...options]}
          onChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value ?? null)}
        />
      )}
    </Field>
  );
}

/** The filters of the alert list, behind a button that says how many are set. */
export function FilterPanel({
  filter,
  onChange,
}: {
  readonly filter: AlertFilter;
  readonly onChange: (filter: AlertFilter) => void;
}): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
  });
  const count = activeFilters(filter).length;
  const change = (part: Partial<AlertFilter>): void => onChange({ ...filter, ...part });
  const owner = filter.owner === null ? null : filter.owner.id === null ? 'nobody' : 'me';
  return (
    <Popover
      label={t('alerts.filter.label')}
      className="w-72"
      trigger={
        <Button
          icon={ListFilter}
          aria-label={count > 0 ? t('alerts.filter.set', { count }) : t('alerts.filter.label')}
        >
          <span className="max-[1150px]:sr-only">{t('alerts.filter.label')}</span>
          {count > 0 && (
            <span className="rounded-sm bg-accent-soft px-1 text-2xs text-accent-ink">{count}</span>
          )}
        </Button>
      }
    >
      <div className="grid gap-2.5">
        {filter.status === 'open' && (
          <Choice
            label={t('alerts.detail.state')}
            value={filter.state}
            options={STATES.map((value) => ({ value, label: t(`alerts.state.${value}`) }))}
            onChange={(state) => change({ state })}
          />
        )}
        <Choice
          label={t('alerts.filter.kind')}
          value={filter.kind}
          options={ALERT_KINDS.map((value) => ({ value, label: t(`alerts.kind.${value}`) }))}
          onChange={(kind) => change({ kind })}
        />
        <Choice
          label={t('alerts.filter.severity')}
          value={filter.severity}
          options={[...ALERT_SEVERITIES]
            .reverse()
            .map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
          onChange={(severity) => change({ severity })}
        />
        <Choice
          label={t('alerts.filter.location')}
          value={filter.locationId}
          options={(facets.data?.locations ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(locationId) => change({ locationId })}
        />
        <Choice
          label={t('alerts.owner.name')}
          value={owner}
          options={[
            { value: 'me', label: t('alerts.filter.mine') },
            { value: 'nobody', label: t('alerts.filter.nobodys') },
          ]}
          onChange={(value) =>
            change({ owner: value === null ? null : { id: value === 'me' ? userId : null } })
          }
        />
        <Choice
          label={t('alerts.detail.acknowledged')}
          value={filter.acknowledged === null ? null : filter.acknowledged ? 'yes' : 'no'}
          options={[
            { value: 'no', label: t('alerts.filter.notAcknowledged') },
            { value: 'yes', label: t('alerts.filter.acknowledged') },
          ]}
          onChange={(value) => change({ acknowledged: value === null ? null : value === 'yes' })}
        />
        <Choice
          label={t('alerts.filter.silenced')}
          value={filter.silenced === 'shown' ? null : filter.silenced}
          options={[
            { value: 'hidden', label: t('alerts.filter.loud') },
            { value: 'only', label: t('alerts.filter.onlySilenced') },
          ]}
          onChange={(value) => change({ silenced: value ?? 'shown' })}
        />
        <Button variant="ghost" disabled={count === 0} onClick={() => onChange(cleared(filter))}>
          {t('alerts.filter.clear')}
        </Button>
      </div>
    </Popover>
  );
}
