import type { MacroAction } from '#shared/domain/macros.ts';
import type { SayContext } from '../../lib/said.ts';

/** The names of what actions refer to; a record that is not known has none. */
export interface ActionNames {
  readonly reply?: (replyId: string) => string | null;
  readonly team?: (teamId: string) => string | null;
  readonly person?: (userId: string) => string | null;
}

/** Says what an action of a macro does. */
export function actionWords(
  { t }: Pick<SayContext, 't'>,
  action: MacroAction,
  { reply, person, team }: ActionNames = {},
): string {
  const kind = t(`canned.actions.${action.kind}`);
  if ('replyId' in action) {
    const title = reply?.(action.replyId) ?? null;
    return title === null ? kind : t('canned.actions.of', { action: kind, name: title });
  }
  if (action.kind === 'assign') {
    const name = person?.(action.assigneeId) ?? null;
    return name === null ? kind : t('canned.actions.of', { action: kind, name });
  }
  if (action.kind === 'set_team') {
    const name = team?.(action.teamId) ?? null;
    return name === null ? kind : t('canned.actions.of', { action: kind, name });
  }
  if ('label' in action) return t('canned.actions.of', { action: kind, name: action.label });
  if (action.kind === 'snooze')
    return t('canned.actions.of', { action: kind, name: t(`chat.snooze.${action.until}`) });
  if (action.kind === 'set_status')
    return t('canned.actions.of', { action: kind, name: t(`chat.status.${action.status}`) });
  if (action.kind === 'set_priority')
    return t('canned.actions.of', { action: kind, name: t(`chat.priority.${action.priority}`) });
  return kind;
}
