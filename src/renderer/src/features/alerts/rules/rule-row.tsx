import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertRule } from '#shared/domain/alert-rules.ts';
import { Badge } from '../../../components/badge.tsx';
import { cx } from '../../../lib/cx.ts';
import { SEVERITY } from '../row.tsx';
import { useRuleText } from './rule-text.ts';

/** The height of a row, px. */
export const RULE_ROW_HEIGHT = 64;

/** A rule: what it watches and where, when it fires, and whether it is on. */
export function RuleRow({
  rule,
  active,
  location,
  onEdit,
}: {
  readonly rule: AlertRule;
  readonly active: boolean;
  readonly location: string | null;
  readonly onEdit: (() => void) | null;
}): ReactNode {
  const { t } = useTranslation();
  const { condition, delays } = useRuleText();
  const { icon: Icon, text, tone } = SEVERITY[rule.severity];
  const scope = [location, rule.category].filter(Boolean).join(' · ');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter opens the row of the list, which holds the focus
    <div
      onDoubleClick={() => onEdit?.()}
      className={cx(
        'flex h-full items-center gap-3 border-b border-line px-6',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <Icon size={17} aria-hidden className={cx('shrink-0', rule.enabled ? text : 'text-ink-3')} />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className={cx('truncate font-medium', !rule.enabled && 'text-ink-2')}>
            {t(`alerts.kind.${rule.kind}`)}
          </span>
          <Badge tone={rule.enabled ? tone : 'neutral'}>{t(`alerts.severity.${rule.severity}`)}</Badge>
          {!rule.enabled && <Badge>{t('alerts.rules.off')}</Badge>}
        </p>
        <p className="mt-0.5 truncate text-xs text-ink-3">
          <bdi>{scope === '' ? t('alerts.rules.everywhere') : scope}</bdi> · {condition(rule)}
        </p>
      </div>
      <p className="hidden w-72 shrink-0 text-xs text-ink-2 min-[1000px]:block">{delays(rule)}</p>
      {onEdit !== null && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the same
        // biome-ignore lint/a11y/useKeyWithClickEvents: the same
        <span
          data-edit=""
          title={t('alerts.rules.edit')}
          onClick={onEdit}
          className="inline-flex size-[30px] shrink-0 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Pencil size={14} aria-hidden />
        </span>
      )}
    </div>
  );
}
