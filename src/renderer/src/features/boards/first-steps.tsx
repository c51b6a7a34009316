import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { bridge } from '../../bridge/client.ts';
import { IconButton } from '../../components/button.tsx';
import { CustomerLink } from '../../components/customer-link.tsx';
import { Panel } from '../../components/panel.tsx';
import { failureWords } from '../../i18n/errors.ts';
import { useSession } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';

const LINK = 'font-medium text-accent-ink underline underline-offset-2';

/** What to try first in the demo store. Shown until this user dismisses it, which is kept in the settings. */
export function FirstSteps(): ReactNode {
  const { t } = useTranslation();
  const userId = useSession(({ session }) => (session?.demo ? (session.user?.id ?? null) : null));
  const done = useSession((state) => state.settings?.firstStepsDone ?? null);
  if (userId === null || done === null || done.includes(userId)) return null;
  const dismiss = (): void => {
    bridge.call('settings.set', { firstStepsDone: [...done, userId].slice(-MAX_USERS) }).then(
      (settings) => useSession.setState({ settings }),
      (error: unknown) => {
        toast({ tone: 'crit', ...failureWords(error) });
      },
    );
  };
  return (
    <Panel label={t('live.firstSteps.title')} className="mb-3 shrink-0" bodyClassName="flex gap-3 px-3 py-2">
      <ol className="min-w-0 flex-1 list-inside list-decimal space-y-0.5 text-ink-2 proportional-nums">
        <li>
          <Link to="/chat" className={LINK}>
            {t('live.firstSteps.answer')}
          </Link>{' '}
          {t('live.firstSteps.answerBody')}
        </li>
        <li>
          <CustomerLink /> {t('live.firstSteps.customerBody')}
        </li>
        <li>
          <Link to="/inventory" className={LINK}>
            {t('live.firstSteps.stock')}
          </Link>{' '}
          {t('live.firstSteps.stockBody')}
        </li>
      </ol>
      <IconButton icon={X} label={t('live.firstSteps.dismiss')} onClick={dismiss} />
    </Panel>
  );
}

/** Users of this computer whose choice is kept; the oldest are forgotten. */
const MAX_USERS = 100;
