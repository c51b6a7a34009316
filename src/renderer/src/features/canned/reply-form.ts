import type { FormFields } from '#shared/bridge/forms.ts';
import { type CannedReply, ReplyContent } from '#shared/domain/canned.ts';
import { unknownVariable } from '#shared/domain/templates.ts';
import { formKind } from '../../hooks/use-form.ts';

/** A canned reply as typed. */
export type ReplyForm = FormFields<'canned.save'>;
/** What is wrong with each field. */
export type ReplyErrors = Readonly<
  Partial<Record<'shortcut' | 'title' | 'body' | 'folder', 'missing' | 'long' | 'form' | 'variable'>>
>;

export const EMPTY_REPLY: ReplyForm = {
  shortcut: '',
  title: '',
  body: '',
  folder: '',
  shared: false,
  seen: null,
};

/** Canned replies that were begun and not saved, by reply; new ones under `new`. */
export const REPLIES = formKind(
  'canned.save',
  EMPTY_REPLY,
  ({ seen, shortcut, title, body }) => seen === null && `${shortcut}${title}${body}`.trim() === '',
);

/** Returns a reply's fields as a person edits them. */
export function formOfReply(reply: CannedReply): ReplyForm {
  const { shortcut, title, body, folder, ownerId, version } = reply;
  return { shortcut, title, body, folder: folder ?? '', shared: ownerId === null, seen: version };
}

/** Returns what a form says, or what is wrong with its fields. */
export function replyOf(
  replyId: string,
  form: ReplyForm,
):
  | { readonly ok: true; readonly content: ReplyContent }
  | { readonly ok: false; readonly errors: ReplyErrors } {
  const parsed = ReplyContent.safeParse({
    replyId,
    shortcut: form.shortcut.trim().replace(/^\//, ''),
    title: form.title,
    body: form.body,
    folder: form.folder.trim() || null,
    shared: form.shared,
  });
  if (parsed.success)
    return unknownVariable(parsed.data.body) === undefined
      ? { ok: true, content: parsed.data }
      : { ok: false, errors: { body: 'variable' } };
  const errors: Partial<Record<keyof ReplyErrors, 'missing' | 'long' | 'form' | 'variable'>> = {};
  for (const { path, code } of parsed.error.issues) {
    const field = (['shortcut', 'title', 'body', 'folder'] as const).find((name) => name === path[0]);
    if (field === undefined) continue;
    errors[field] = form[field].trim() === '' ? 'missing' : code === 'too_big' ? 'long' : 'form';
  }
  return { ok: false, errors };
}

/** Returns the fields in which a form differs from a reply. */
export function differingFields(
  form: ReplyForm,
  reply: CannedReply,
): ('shortcut' | 'title' | 'body' | 'folder')[] {
  const theirs = formOfReply(reply);
  return (['shortcut', 'title', 'body', 'folder'] as const).filter(
    (name) => form[name].trim() !== theirs[name].trim(),
  );
}
