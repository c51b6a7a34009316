import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CODE_MATCHES } from '#shared/bridge/inventory.ts';
import { Badge } from '../../components/badge.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { SubjectLink } from '../../components/subject-link.tsx';
import { type Found, useCodesUi } from './ui.ts';

const close = (): void => useCodesUi.setState({ choice: null });

/** Asks which of several items with one code is meant. */
export default function ChoiceDialog({ found }: { readonly found: Found }): ReactNode {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={close}
      width="sm"
      title={t('codes.choice', { code: found.code?.text ?? '' })}
      description={found.more ? t('codes.choiceMore', { count: MAX_CODE_MATCHES }) : t('codes.choiceBody')}
    >
      <ul className="-mx-2 flex flex-col">
        {found.matches.map(({ item, by }) => (
          <li key={item.id}>
            <SubjectLink
              subject={{ kind: 'item', id: item.id }}
              onClick={close}
              className="flex items-center gap-3 rounded-md px-2 py-2 hover:bg-hover focus-visible:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span dir="auto" className="block truncate font-medium">
                  {item.name}
                </span>
                <span className="block truncate font-mono text-xs text-ink-3">{item.sku}</span>
              </span>
              {item.status === 'archived' && <Badge>{t('codes.archived')}</Badge>}
              <span className="text-xs text-ink-3">{t(`codes.by.${by}`)}</span>
            </SubjectLink>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
