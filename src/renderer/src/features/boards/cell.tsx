import { Settings2, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '#shared/bridge/live.ts';
import { type BoardWidget, type Place, settled } from '#shared/domain/boards.ts';
import { IconButton } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import type { WidgetDefinition, WidgetOption } from '../../lib/feature.ts';
import { changeDraft } from './draft.ts';
import { useWidgetDefinition, WidgetBody } from './widget-body.tsx';

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Returns how an arrow key moves a widget, or with Shift changes its size; null for other keys. */
export function stepOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): Partial<Place> | null {
  const step = STEPS[event.key];
  if (step === undefined) return null;
  return event.shiftKey ? { w: step[0], h: step[1] } : { x: step[0], y: step[1] };
}

/** A widget in its place. While the board is edited, a handle lies over it that moves it by pointer and by keys. */
export function Cell({
  widget,
  scope,
  editing,
  onStep,
}: {
  readonly widget: BoardWidget;
  readonly scope: Scope;
  readonly editing: boolean;
  readonly onStep: (widget: BoardWidget, by: Partial<Place>) => void;
}): ReactNode {
  return (
    <>
      <div className="@container h-full" inert={editing}>
        <WidgetBody widget={widget} scope={scope} />
      </div>
      {editing && <EditLayer widget={widget} onStep={onStep} />}
    </>
  );
}

function EditLayer({
  widget,
  onStep,
}: {
  readonly widget: BoardWidget;
  readonly onStep: (widget: BoardWidget, by: Partial<Place>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const definition = useWidgetDefinition(widget.kind);
  const name = definition ? t(definition.title) : t('boards.unknownName');
  const remove = (): void => changeDraft((all) => settled(all.filter(({ id }) => id !== widget.id)));
  return (
    <>
      <button
        type="button"
        data-widget-handle={widget.id}
        aria-label={t('boards.place', {
          name,
          column: widget.x + 1,
          row: widget.y + 1,
          width: widget.w,
          height: widget.h,
        })}
        aria-describedby="board-keys"
        onKeyDown={(event) => {
          const step = stepOf(event);
          if (step !== null) {
            event.preventDefault();
            event.stopPropagation();
            onStep(widget, step);
          } else if (event.key === 'Delete' || event.key === 'Backspace') {
            event.preventDefault();
            remove();
          }
        }}
        className="q-board-handle absolute inset-0 z-1 cursor-move touch-none rounded-lg border border-dashed border-accent bg-surface/30 hover:bg-accent-soft/30"
      />
      <span className="absolute top-1 right-1 z-2 flex gap-0.5 rounded-md border border-line-strong bg-raised p-0.5">
        {definition?.options && <OptionsMenu name={name} widget={widget} definition={definition} />}
        <IconButton size="sm" icon={X} label={t('boards.removeWidget', { name })} onClick={remove} />
      </span>
    </>
  );
}

function OptionsMenu({
  name,
  widget,
  definition,
}: {
  readonly name: string;
  readonly widget: BoardWidget;
  readonly definition: WidgetDefinition;
}): ReactNode {
  return definition.options?.map((option) => (
    <OptionMenu key={option.name} name={name} widget={widget} option={option} />
  ));
}

function OptionMenu({
  name,
  widget,
  option,
}: {
  readonly name: string;
  readonly widget: BoardWidget;
  readonly option: WidgetOption;
}): ReactNode {
  const { t } = useTranslation();
  const choices = option.useChoices() ?? [];
  const chosen = widget.options[option.name] ?? choices[0]?.value;
  const choose = (value: string): void =>
    changeDraft((all) =>
      all.map((one) =>
        one.id === widget.id ? { ...one, options: { ...one.options, [option.name]: value } } : one,
      ),
    );
  const label = t('boards.optionOf', { option: t(option.label), name });
  return (
    <Menu
      label={label}
      groups={[
        choices.map(({ value, label: text }) => ({
          key: value,
          label: text,
          checked: value === chosen,
          run: () => choose(value),
        })),
      ]}
      trigger={<IconButton size="sm" icon={Settings2} label={label} />}
    />
  );
}
