import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Popover } from './overlay.tsx';

/** A small button that opens what a figure means. */
export function Explained({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const label = t('live.explain', { name });
  return (
    <Popover
      label={label}
      align="start"
      className="w-[300px]"
      trigger={
        <button
          type="button"
          aria-label={label}
          className="flex size-6 items-center justify-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Info size={14} aria-hidden />
        </button>
      }
    >
      <p className="text-ink-2 proportional-nums">{children}</p>
    </Popover>
  );
}
