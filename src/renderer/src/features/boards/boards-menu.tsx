import {
  ChevronDown,
  Copy,
  LayoutDashboard,
  Pencil,
  Printer,
  SquarePlus,
  Star,
  Trash2,
  Tv,
  Type,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedBoard } from '#shared/bridge/boards.ts';
import { STANDARD_BOARD } from '#shared/domain/boards.ts';
import { Button } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { printLight } from '../../lib/print.ts';
import { setFirstBoard, useFirstBoard } from '../../stores/first-board.ts';
import { useCan, useUserId } from '../../stores/session.ts';
import type { Asked } from './board-dialog.tsx';
import type { ShownBoard } from './use-boards.ts';

interface Props {
  readonly board: ShownBoard;
  readonly boards: readonly ListedBoard[];
  readonly onOpen: (id: string) => void;
  readonly onAsk: (asked: Asked) => void;
  readonly onEdit: () => void;
  readonly onWall: () => void;
}

const icon = (Icon: typeof Copy): ReactNode => <Icon size={14} aria-hidden />;

/** The boards, and what can be done with the one that is shown. */
export function BoardsMenu(props: Props): ReactNode {
  const { t } = useTranslation();
  const { board, boards, onOpen } = props;
  const actions = useActions(props);
  const entry = (one: ListedBoard): MenuItem => ({
    key: one.id,
    label: one.name,
    checked: one.id === board.id,
    hint: one.pending ? t('boards.pending') : one.mine ? undefined : one.ownerName,
    run: () => onOpen(one.id),
  });
  const standard: MenuItem = {
    key: STANDARD_BOARD,
    label: t('boards.standard'),
    checked: board.id === STANDARD_BOARD,
    run: () => onOpen(STANDARD_BOARD),
  };
  return (
    <Menu
      align="start"
      label={t('boards.menu')}
      groups={[
        [standard, ...boards.filter(({ shared }) => !shared).map(entry)],
        boards.filter(({ shared }) => shared).map(entry),
        ...actions,
      ]}
      trigger={
        <Button
          size="sm"
          icon={LayoutDashboard}
          className="max-w-80 min-w-0"
          aria-label={t('boards.button', { name: board.name })}
        >
          <span dir="auto" className="min-w-0 truncate">
            {board.name}
          </span>
          <ChevronDown size={13} aria-hidden className="shrink-0 text-ink-3" />
        </Button>
      }
    />
  );
}

function useActions({ board, onAsk, onEdit, onWall }: Props): MenuItem[][] {
  const { t } = useTranslation();
  const userId = useUserId();
  const first = useFirstBoard();
  const canWrite = useCan('boards:write');
  const canShare = useCan('boards:share');
  const { listed, mayChange, widgets } = board;
  const copy: Asked = {
    kind: 'create',
    name: t('boards.copyOf', { name: board.name }),
    widgets,
    copied: true,
  };
  const own: MenuItem[] =
    listed === null || !mayChange
      ? []
      : [
          {
            key: 'rename',
            label: t('boards.rename'),
            icon: icon(Type),
            run: () => onAsk({ kind: 'rename', board: listed }),
          },
          ...(canShare
            ? [
                {
                  key: 'share',
                  label: t(listed.shared ? 'boards.unshare' : 'boards.share'),
                  icon: icon(Users),
                  run: () => onAsk({ kind: 'share', board: listed }),
                },
              ]
            : []),
          {
            key: 'remove',
            label: t('boards.remove'),
            icon: icon(Trash2),
            run: () => onAsk({ kind: 'remove', board: listed }),
          },
        ];
  const write: MenuItem[] = canWrite
    ? [
        { key: 'edit', label: t('boards.edit'), icon: icon(Pencil), run: onEdit },
        {
          key: 'create',
          label: t('boards.create'),
          icon: icon(SquarePlus),
          run: () => onAsk({ kind: 'create', name: '', widgets: [], copied: false }),
        },
        { key: 'copy', label: t('boards.duplicate'), icon: icon(Copy), run: () => onAsk(copy) },
      ]
    : [];
  return [
    [...write, ...own],
    [
      ...(first === board.id
        ? []
        : [
            {
              key: 'first',
              label: t('boards.first'),
              icon: icon(Star),
              run: () => setFirstBoard(userId, board.id),
            },
          ]),
      { key: 'wall', label: t('boards.wall.start'), icon: icon(Tv), run: onWall },
      { key: 'print', label: t('boards.print'), icon: icon(Printer), run: printLight },
    ],
  ];
}
