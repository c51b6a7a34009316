import { Bookmark, ChevronDown, Pencil, RotateCcw, Save, SquarePlus, Trash2, Users } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedView } from '#shared/bridge/views.ts';
import { mayChangeView, sameContent } from '#shared/domain/views.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useCan, useUserId } from '../../stores/session.ts';
import type { ShownView } from './use-views.ts';
import { type Asked, ViewDialog } from './view-dialog.tsx';

const NO_MORE: readonly MenuItem[] = [];

/** The views of a page, and what can be done with the one that is shown. */
export function ViewsMenu({
  shown,
  views,
  compact = false,
  more = NO_MORE,
  open,
  onOpenChange,
}: {
  readonly shown: ShownView;
  readonly views: readonly ListedView[] | undefined;
  /** Whether the button is only an icon: the page names the view elsewhere. */
  readonly compact?: boolean;
  /** What else can be done with the view that is shown. */
  readonly more?: readonly MenuItem[];
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [asked, ask] = useState<Asked | null>(null);
  const view = views?.find(({ id }) => id === shown.viewId) ?? null;
  const changed = view !== null && shown.base !== null && !sameContent(view, shown.content);
  const actions = useActions({ shown, view, changed, ask });
  const entry = (one: ListedView): MenuItem => ({
    key: one.id,
    label: one.name,
    checked: one.id === shown.viewId,
    hint: one.pending ? t('views.pending') : one.mine ? undefined : one.ownerName,
    run: () => shown.onOpen(one.id),
  });
  const all: MenuItem = {
    key: 'all',
    label: shown.allLabel,
    checked: shown.viewId === null,
    run: () => shown.onOpen(null),
  };
  const name = view?.name ?? shown.allLabel;
  const context = { context: shown.page };
  const label = t(changed ? 'views.buttonChanged' : 'views.button', { ...context, name });
  return (
    <>
      <Menu
        align="start"
        label={t('views.menu', context)}
        {...(open === undefined ? {} : { open })}
        {...(onOpenChange === undefined ? {} : { onOpenChange })}
        groups={[
          [all, ...(views ?? []).filter(({ shared }) => !shared).map(entry)],
          (views ?? []).filter(({ shared }) => shared).map(entry),
          [...actions, ...more],
        ]}
        trigger={
          compact ? (
            <IconButton icon={Bookmark} label={label} variant="secondary" />
          ) : (
            <Button icon={Bookmark} className="max-w-52 min-w-0" aria-label={label}>
              <span dir="auto" className="min-w-0 truncate">
                {name}
              </span>
              {changed && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-accent" />}
              <ChevronDown size={13} aria-hidden className="shrink-0 text-ink-3" />
            </Button>
          )
        }
      />
      {asked !== null && (
        <ViewDialog
          asked={asked}
          shown={shown}
          view={asked.view?.id === view?.id ? view : asked.view}
          onClose={() => ask(null)}
        />
      )}
    </>
  );
}

function useActions({
  shown,
  view,
  changed,
  ask,
}: {
  readonly shown: ShownView;
  readonly view: ListedView | null;
  readonly changed: boolean;
  readonly ask: (asked: Asked) => void;
}): MenuItem[] {
  const { t } = useTranslation();
  const userId = useUserId() ?? '';
  const canWrite = useCan('views:write');
  const canShare = useCan('views:share');
  if (!canWrite) return [];
  const context = { context: shown.page };
  const mayChange = view !== null && mayChangeView(view, userId, canShare);
  const action = (key: Asked['kind'], label: string, icon: ReactNode): MenuItem => ({
    key: `do-${key}`,
    label,
    icon,
    run: () => ask({ kind: key, expected: key === 'save' ? (shown.base ?? 0) : (view?.version ?? 0), view }),
  });
  return [
    ...(changed && mayChange ? [action('save', t('views.save'), <Save size={14} aria-hidden />)] : []),
    ...(changed && view
      ? [
          {
            key: 'do-reset',
            label: t('views.reset'),
            icon: <RotateCcw size={14} aria-hidden />,
            run: () => shown.onOpen(view.id),
          },
        ]
      : []),
    action('create', t('views.create', context), <SquarePlus size={14} aria-hidden />),
    ...(mayChange ? [action('rename', t('views.rename', context), <Pencil size={14} aria-hidden />)] : []),
    ...(mayChange && canShare
      ? [
          action(
            'share',
            view.shared ? t('views.unshare') : t('views.share'),
            <Users size={14} aria-hidden />,
          ),
        ]
      : []),
    ...(mayChange ? [action('remove', t('views.remove', context), <Trash2 size={14} aria-hidden />)] : []),
  ];
}
