import { type MacroAction, type MacroPlace, macroCommand } from '#shared/domain/macros.ts';
import type { Refusal } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import type { Said } from '../../lib/said.ts';
import { openWords, type Resolved } from './resolve.ts';

/** What became of a command. `waits`: it is durable and goes on by itself. */
export type Answer =
  | { readonly kind: 'accepted' | 'waits' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What a macro needs of the window. */
export interface MacroWindow {
  readonly resolve: (replyId: string) => Promise<Resolved>;
  readonly insert: (resolved: Resolved) => void;
  /** Hands a command to the outbox and, while live, waits for the server's answer. */
  readonly submit: (type: string, data: unknown) => Promise<Answer>;
  readonly sayFailure: (error: unknown) => Said;
  readonly sayRefusal: (refusal: Refusal) => Said;
}

/** What became of a macro. `at` is the action that it stopped at, from 0; `started` whether anything was done before. */
export type MacroOutcome =
  | { readonly kind: 'done'; readonly waiting: number }
  | { readonly kind: 'stopped'; readonly at: number; readonly why: Said };

/**
 * Runs the actions of a macro in order. Texts are resolved first, all of them, so that an open variable stops the macro before
 * anything is done. A refusal stops what comes after it. Once an answer does not come, as offline, the rest is queued behind the
 * same conversation, in order, and each command is decided on its own.
 */
export async function runMacro(
  actions: readonly MacroAction[],
  place: MacroPlace,
  window: MacroWindow,
): Promise<MacroOutcome> {
  const texts: (Resolved | null)[] = [];
  for (const [at, action] of actions.entries()) {
    const text = 'replyId' in action ? await prepare(action, window) : null;
    if (text !== null && 'why' in text) return { kind: 'stopped', at, why: text.why };
    texts.push(text);
  }
  let waiting = 0;
  for (const [at, action] of actions.entries()) {
    const text = texts[at] ?? null;
    if (action.kind === 'insert_reply') {
      if (text) window.insert(text);
      continue;
    }
    const answer = await act(action, place, text, window);
    if (answer.kind === 'refused') return { kind: 'stopped', at, why: window.sayRefusal(answer.refusal) };
    if (answer.kind === 'waits') waiting += 1;
  }
  return { kind: 'done', waiting };
}

/** Resolves the reply of an action. One that is only inserted may have open variables: the composer asks for them. */
async function prepare(
  action: Extract<MacroAction, { replyId: string }>,
  window: MacroWindow,
): Promise<Resolved | { readonly why: Said }> {
  try {
    const resolved = await window.resolve(action.replyId);
    if (action.kind === 'insert_reply' || resolved.open.length === 0) return resolved;
    return { why: (context) => openWords(context, resolved.open) };
  } catch (error) {
    return { why: window.sayFailure(error) };
  }
}

function act(
  action: MacroAction,
  place: MacroPlace,
  text: Resolved | null,
  window: MacroWindow,
): Promise<Answer> {
  if (text !== null) {
    const { conversationId } = place;
    const message = { conversationId, messageId: newId(), kind: 'text', body: text.text };
    return window.submit('chat.send_message', message);
  }
  const command = macroCommand(action, place);
  if (command === null) return Promise.resolve({ kind: 'accepted' });
  return window.submit(command.type, command.data);
}
