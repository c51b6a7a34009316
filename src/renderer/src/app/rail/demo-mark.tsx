import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../lib/cx.ts';
import { useSession } from '../../stores/session.ts';

/** Says, for as long as a demo store is on screen, that its data is made up. */
export function DemoMark({ collapsed }: { readonly collapsed: boolean }): ReactNode {
  const { t } = useTranslation();
  const demo = useSession((state) => state.session?.demo ?? false);
  if (!demo) return null;
  return (
    <p
      data-demo-mark
      title={t('nav.demoHint')}
      className={cx(
        'mb-1 truncate rounded-md bg-accent-soft text-center text-xs font-semibold text-accent-ink',
        collapsed ? 'py-0.5' : 'mx-1.5 px-2 py-0.5',
      )}
    >
      {collapsed ? t('nav.demoShort') : t('nav.demo')}
    </p>
  );
}
