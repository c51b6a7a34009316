import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../stores/session.ts';

/** Opens the customers' chat page of the server, outside of the console. Nothing while there is no server. */
export function CustomerLink(): ReactNode {
  const { t } = useTranslation();
  const server = useSession((state) => state.session?.server ?? '');
  if (!URL.canParse(server)) return null;
  return (
    <a
      href={new URL('/widget', server).href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 font-medium text-accent-ink underline underline-offset-2"
    >
      {t('nav.tryAsCustomer')}
      <ExternalLink size={12} aria-hidden />
    </a>
  );
}
