import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ListedBoard } from '#shared/bridge/boards.ts';
import { STANDARD_BOARD } from '#shared/domain/boards.ts';
import { Field, Select } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { searchOf, useScope } from '../scope.ts';
import type { ShownBoard } from '../use-boards.ts';
import { wallAddress } from './address.ts';

const TIMES = ['15', '30', '60', '120', '300', '600'] as const;
type Time = (typeof TIMES)[number];

/** Chooses the boards of a wall, and how long each is shown. */
export function WallDialog({
  boards,
  board,
  onClose,
}: {
  readonly boards: readonly ListedBoard[];
  readonly board: ShownBoard;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [scope] = useScope();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set([board.id]));
  const [time, setTime] = useState<Time>('30');
  const all = [{ id: STANDARD_BOARD, name: t('boards.standard') }, ...boards];
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <FormDialog
      title={t('boards.wall.title')}
      description={t('boards.wall.body')}
      action={t('boards.wall.begin')}
      busy={false}
      disabled={chosen.size === 0}
      problem={null}
      onClose={onClose}
      onSubmit={() => {
        const ids = all.map(({ id }) => id).filter((id) => chosen.has(id));
        void navigate(wallAddress({ boards: ids, seconds: Number(time) }, searchOf(scope)));
      }}
    >
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-ink-2">{t('boards.wall.boards')}</legend>
        <div className="flex max-h-56 flex-col gap-1 overflow-auto">
          {all.map(({ id, name }) => (
            <label key={id} className="flex items-center gap-2 py-0.5">
              <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
              <bdi className="truncate">{name}</bdi>
            </label>
          ))}
        </div>
      </fieldset>
      <Field label={t('boards.wall.every')}>
        {(props) => (
          <Select<Time>
            {...props}
            value={time}
            onChange={setTime}
            options={TIMES.map((value) => ({
              value,
              label:
                Number(value) < 60
                  ? t('boards.wall.seconds', { count: Number(value) })
                  : t('boards.wall.minutes', { count: Number(value) / 60 }),
            }))}
          />
        )}
      </Field>
    </FormDialog>
  );
}
