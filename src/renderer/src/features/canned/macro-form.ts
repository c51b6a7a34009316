import type { FormFields } from '#shared/bridge/forms.ts';
import { type Macro, MacroContent } from '#shared/domain/canned.ts';
import { PRIORITIES } from '#shared/domain/chat.ts';
import {
  MACRO_SNOOZES,
  MACRO_STATUSES,
  type MacroAction,
  type MacroActionKind,
} from '#shared/domain/macros.ts';
import { formKind } from '../../hooks/use-form.ts';

/** A macro as typed. */
export type MacroForm = FormFields<'canned.save_macro'>;
/** An action as typed: its kind, and the reply, person or status that it is about. */
export type TypedAction = MacroForm['actions'][number];
/** What is wrong: with the name, with the list, and with actions by their key. */
export interface MacroErrors {
  readonly name?: 'missing' | 'long';
  readonly none?: boolean;
  readonly actions: ReadonlySet<string>;
}

export const EMPTY_MACRO: MacroForm = { name: '', shared: false, actions: [], seen: null };

/** Macros that were begun and not saved, by macro; new ones under `new`. */
export const MACROS = formKind(
  'canned.save_macro',
  EMPTY_MACRO,
  ({ seen, name, actions }) => seen === null && name.trim() === '' && actions.length === 0,
);

/** What an action of each kind is about. */
export const ABOUT: Readonly<
  Record<MacroActionKind, 'reply' | 'person' | 'team' | 'label' | 'snooze' | 'status' | 'priority' | null>
> = {
  insert_reply: 'reply',
  send_reply: 'reply',
  write_note: 'reply',
  assign_me: null,
  assign: 'person',
  unassign: null,
  set_team: 'team',
  add_label: 'label',
  remove_label: 'label',
  snooze: 'snooze',
  set_status: 'status',
  set_priority: 'priority',
};

function typedValue(action: MacroAction): string {
  if ('replyId' in action) return action.replyId;
  if ('assigneeId' in action) return action.assigneeId;
  if ('teamId' in action) return action.teamId;
  if ('label' in action) return action.label;
  if ('until' in action) return action.until;
  if ('priority' in action) return action.priority;
  return 'status' in action ? action.status : '';
}

/** Returns an action for a command; its shape is checked with the rest of the macro. */
function actionOf({ kind, value }: TypedAction): unknown {
  switch (ABOUT[kind]) {
    case 'reply':
      return { kind, replyId: value };
    case 'person':
      return { kind, assigneeId: value };
    case 'team':
      return { kind, teamId: value };
    case 'label':
      return { kind, label: value };
    case 'snooze':
      return { kind, until: value };
    case 'status':
      return { kind, status: value };
    case 'priority':
      return { kind, priority: value };
    case null:
      return { kind };
  }
}

const FIRST = {
  snooze: MACRO_SNOOZES[1],
  team: '',
  label: '',
  status: MACRO_STATUSES[0],
  priority: PRIORITIES[0],
  reply: '',
  person: '',
} as const;

/** Returns a new action of a kind. */
export function newAction(kind: MacroActionKind, key: string): TypedAction {
  return { key, kind, value: FIRST[ABOUT[kind] ?? 'reply'] };
}

/** Returns a macro's fields as a person edits them. */
export function formOfMacro({ name, actions, ownerId, version }: Macro): MacroForm {
  return {
    name,
    shared: ownerId === null,
    actions: actions.map((action, n) => ({ key: String(n), kind: action.kind, value: typedValue(action) })),
    seen: version,
  };
}

/** Returns what a form says, or what is wrong with it. */
export function macroOf(
  macroId: string,
  form: MacroForm,
):
  | { readonly ok: true; readonly content: MacroContent }
  | { readonly ok: false; readonly errors: MacroErrors } {
  const { name, shared, actions } = form;
  const parsed = MacroContent.safeParse({ macroId, name, shared, actions: actions.map(actionOf) });
  if (parsed.success) return { ok: true, content: parsed.data };
  const wrong = new Set<string>();
  let named: 'missing' | 'long' | undefined;
  for (const { path } of parsed.error.issues) {
    if (path[0] === 'name') named = name.trim() === '' ? 'missing' : 'long';
    const action = path[0] === 'actions' ? actions[Number(path[1])] : undefined;
    if (action) wrong.add(action.key);
  }
  return {
    ok: false,
    errors: { ...(named && { name: named }), none: actions.length === 0, actions: wrong },
  };
}

/** Returns the actions with the one at an index moved by a number of places. */
export function movedAction<T>(actions: readonly T[], index: number, by: number): T[] {
  const next = [...actions];
  const [action] = next.splice(index, 1);
  if (action !== undefined) next.splice(Math.max(0, Math.min(next.length, index + by)), 0, action);
  return next;
}
