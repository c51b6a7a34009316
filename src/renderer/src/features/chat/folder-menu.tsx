import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MenuItem } from '../../components/menu.tsx';
import { useHotkeys } from '../../hooks/use-hotkeys.ts';
import { moved, setFolderOrder } from '../../stores/folder-order.ts';
import { useUserId } from '../../stores/session.ts';
import { ViewsMenu } from '../views/index.ts';
import type { InboxView } from './use-inbox-view.ts';

/** The saved folders, and what can be done with the one that is shown. */
export function FolderMenu({ view: { shown, folders } }: { readonly view: InboxView }): ReactNode {
  const { t } = useTranslation();
  const user = useUserId();
  const [open, setOpen] = useState(false);
  useHotkeys({ 'shortcuts.folders': () => setOpen(true) });
  const ids = folders.map(({ id }) => id);
  const at = ids.indexOf(shown.viewId ?? '');
  const move = (by: -1 | 1): void => setFolderOrder(user, moved(ids, shown.viewId ?? '', by));
  const more: MenuItem[] =
    at < 0
      ? []
      : [
          {
            key: 'do-up',
            label: t('chat.folders.up'),
            icon: <ArrowUp size={14} aria-hidden />,
            disabled: at === 0,
            run: () => move(-1),
          },
          {
            key: 'do-down',
            label: t('chat.folders.down'),
            icon: <ArrowDown size={14} aria-hidden />,
            disabled: at === ids.length - 1,
            run: () => move(1),
          },
        ];
  return <ViewsMenu shown={shown} views={folders} compact more={more} open={open} onOpenChange={setOpen} />;
}
