import { BellOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { morningAfter } from '#shared/domain/later.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { gatewayNow } from '../../bridge/gateway-time.ts';
import { Button } from '../../components/button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { Menu } from '../../components/menu.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useTimeZone } from '../../stores/session.ts';

/** A menu of how long alerts may be silent. */
export function SilenceMenu({
  onSilence,
  open,
  onOpenChange,
  showKey = false,
}: {
  readonly onSilence: (until: number) => void;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly showKey?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const zone = useTimeZone();
  const now = gatewayNow();
  const presets = [
    { key: 'half', label: t('alerts.silence.half'), until: now + 30 * MINUTE_MS },
    { key: 'hour', label: t('alerts.silence.hour'), until: now + HOUR_MS },
    { key: 'four', label: t('alerts.silence.four'), until: now + 4 * HOUR_MS },
    { key: 'tomorrow', label: t('alerts.silence.tomorrow'), until: morningAfter(now, 1, zone) },
    { key: 'week', label: t('alerts.silence.week'), until: morningAfter(now, 7, zone) },
  ];
  return (
    <Menu
      label={t('alerts.silence.label')}
      align="start"
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
      groups={[
        presets.map(({ key, label, until }) => ({
          key,
          label,
          hint: format.moment(until, now),
          run: () => onSilence(until),
        })),
      ]}
      trigger={
        <Button icon={BellOff}>
          {t('alerts.silence.action')}
          {showKey && <Kbd keys="shortcuts.silenceAlert" className="ml-1" />}
        </Button>
      }
    />
  );
}
