import { formKind } from '../../hooks/use-form.ts';

const isEmpty = ({ name }: { readonly name: string }): boolean => name.trim() === '';

/** Names of new views that were typed and not sent, by page. */
export const NEW_VIEWS = formKind('views.save', { name: '' }, isEmpty);
/** New names of views that were typed and not sent, by view. */
export const RENAMED_VIEWS = formKind('views.rename', { name: '' }, isEmpty);
