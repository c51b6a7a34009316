import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AlertDelivery, choiceOf, DELIVERIES, type Delivery } from '#shared/domain/alert-delivery.ts';
import { ALERT_KINDS, ALERT_SEVERITIES } from '#shared/domain/alerts.ts';
import { bridge } from '../../bridge/client.ts';
import { Select } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { useSession, useUserId } from '../../stores/session.ts';

const SEVERITIES = [...ALERT_SEVERITIES].reverse();

/** How the user is told about alerts on this computer: by kind and severity, and by location. */
export function DeliveryDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const userId = useUserId();
  const saved = useSession((state) => state.settings?.alertDelivery) ?? [];
  const [choice, setChoice] = useState<AlertDelivery>(() => choiceOf(saved, userId));
  const { busy, problem, run } = useCall();
  const facets = useQuery({
    queryKey: ['inventory', 'facets'],
    queryFn: () => bridge.call('inventory.facets', {}),
  });
  const options = DELIVERIES.map((value) => ({ value, label: t(`alerts.delivery.${value}`) })).reverse();
  const submit = async (): Promise<void> => {
    if (userId === null) return;
    const others = saved.filter((one) => one.userId !== userId).slice(-99);
    const alertDelivery = [...others, { userId, choice }];
    const done = await run(
      bridge.call('settings.set', { alertDelivery }).then((settings) => useSession.setState({ settings })),
    );
    if (done) onClose();
  };
  return (
    <FormDialog
      title={t('alerts.delivery.title')}
      description={t('alerts.delivery.body')}
      action={t('common.save')}
      busy={busy}
      disabled={false}
      problem={problem}
      width="lg"
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <table className="w-full table-fixed border-separate border-spacing-x-2 border-spacing-y-1">
        <thead>
          <tr className="text-left text-xs text-ink-3">
            <th scope="col" className="font-medium">
              {t('alerts.filter.kind')}
            </th>
            {SEVERITIES.map((severity) => (
              <th key={severity} scope="col" className="font-medium">
                {t(`alerts.severity.${severity}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ALERT_KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="text-left font-medium">
                {t(`alerts.kind.${kind}`)}
              </th>
              {SEVERITIES.map((severity) => (
                <td key={severity}>
                  <Select<Delivery>
                    aria-label={`${t(`alerts.kind.${kind}`)}, ${t(`alerts.severity.${severity}`)}`}
                    value={choice.kinds[kind]?.[severity] ?? 'toast'}
                    options={options}
                    onChange={(how) =>
                      setChoice({
                        ...choice,
                        kinds: { ...choice.kinds, [kind]: { ...choice.kinds[kind], [severity]: how } },
                      })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <fieldset className="border-t border-line pt-3">
        <legend className="float-left mb-2 w-full text-xs font-medium text-ink-2">
          {t('alerts.delivery.locations')}
        </legend>
        <ul className="clear-both grid max-h-52 grid-cols-2 gap-x-4 gap-y-1 overflow-auto">
          {(facets.data?.locations ?? []).slice(0, 200).map(({ id, name }) => (
            <li key={id} className="flex items-center gap-2">
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {name}
              </span>
              <Select<Delivery>
                aria-label={name}
                className="w-36"
                value={choice.locations[id] ?? 'toast'}
                options={options}
                onChange={(how) => setChoice({ ...choice, locations: { ...choice.locations, [id]: how } })}
              />
            </li>
          ))}
        </ul>
      </fieldset>
    </FormDialog>
  );
}
