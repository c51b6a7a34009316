import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountStatus } from '#shared/domain/counts.ts';
import { Badge } from '../../components/badge.tsx';
import type { Tone } from '../../lib/tone.ts';

const TONES: Readonly<Record<CountStatus, Tone>> = {
  counting: 'accent',
  reviewing: 'warn',
  posted: 'ok',
  cancelled: 'neutral',
};

/** The status of a sheet as a badge. */
export function CountStatusBadge({ status }: { readonly status: CountStatus }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={TONES[status]}>{t(`counts.statuses.${status}`)}</Badge>;
}
