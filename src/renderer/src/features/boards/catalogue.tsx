import { Check, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BOARD_COLUMNS, type BoardWidget, bottomOf, MAX_WIDGETS } from '#shared/domain/boards.ts';
import { Button } from '../../components/button.tsx';
import { Field, Input } from '../../components/field.tsx';
import { Dialog } from '../../components/overlay.tsx';
import { EmptyState } from '../../components/states.tsx';
import { useCatalog } from '../../hooks/use-catalog.ts';
import type { WidgetDefinition } from '../../lib/feature.ts';
import { newId } from '../../lib/new-id.ts';
import { useSession } from '../../stores/session.ts';
import { changeDraft } from './draft.ts';

/** Returns a board with one more widget, below the others. */
export function withWidget(
  widgets: readonly BoardWidget[],
  { kind, size }: Pick<WidgetDefinition, 'kind' | 'size'>,
  id: string,
): readonly BoardWidget[] {
  if (widgets.length >= MAX_WIDGETS) return widgets;
  const w = Math.min(size.w, BOARD_COLUMNS);
  const y = bottomOf(widgets);
  // Beside the last one, where a line is left over.
  const last = widgets.filter((one) => one.y + one.h === y).sort((a, b) => b.x + b.w - a.x - a.w)[0];
  const beside = last !== undefined && last.h === size.h && last.x + last.w + w <= BOARD_COLUMNS;
  const place = beside ? { x: last.x + last.w, y: last.y } : { x: 0, y };
  return [...widgets, { id, kind, ...place, w, h: size.h, options: {} }];
}

/** All widgets that the user may add, with what they show, narrowed by a search. */
export function Catalogue({
  widgets,
  onClose,
}: {
  readonly widgets: readonly BoardWidget[];
  readonly onClose: () => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const catalog = useCatalog();
  const permissions = useSession(({ session }) => session?.permissions);
  const [search, setSearch] = useState('');
  const full = widgets.length >= MAX_WIDGETS;
  const words = search.toLocaleLowerCase(i18n.language).split(/\s+/).filter(Boolean);
  const found = Object.values(catalog.widgets).filter(({ permission, title, text }) => {
    if (permission !== null && !permissions?.includes(permission)) return false;
    const said = `${t(title)} ${t(text)}`.toLocaleLowerCase(i18n.language);
    return words.every((word) => said.includes(word));
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('boards.catalogue')}
      description={full ? t('boards.full', { max: MAX_WIDGETS }) : t('boards.catalogueBody')}
      width="lg"
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('boards.catalogueDone')}
        </Button>
      }
    >
      <Field label={t('boards.search')}>
        {(props) => (
          <Input
            {...props}
            type="search"
            autoComplete="off"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </Field>
      {found.length === 0 ? (
        <EmptyState icon={Plus} title={t('boards.nothingFound')} body={t('boards.nothingFoundBody')} />
      ) : (
        <ul className="mt-3 grid grid-cols-1 gap-2 min-[720px]:grid-cols-2">
          {found.map((definition) => (
            <Entry
              key={definition.kind}
              definition={definition}
              count={widgets.filter(({ kind }) => kind === definition.kind).length}
              full={full}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Entry({
  definition,
  count,
  full,
}: {
  readonly definition: WidgetDefinition;
  /** How many of it the board has. */
  readonly count: number;
  readonly full: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { icon: Icon, title, text } = definition;
  return (
    <li className="flex items-start gap-2.5 rounded-md border border-line p-2.5">
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{t(title)}</span>
        <span className="block text-xs text-ink-2 proportional-nums">{t(text)}</span>
        {count > 0 && (
          <span className="mt-0.5 flex items-center gap-1 text-xs text-ok">
            <Check size={12} aria-hidden />
            {t('boards.onBoard', { count })}
          </span>
        )}
      </span>
      <Button
        size="sm"
        icon={Plus}
        disabled={full}
        aria-label={t('boards.addOf', { name: t(title) })}
        onClick={() => changeDraft((all) => withWidget(all, definition, newId()))}
      >
        {t('boards.add')}
      </Button>
    </li>
  );
}
