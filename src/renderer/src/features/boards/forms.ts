import { formKind } from '../../hooks/use-form.ts';

const isEmpty = ({ name }: { readonly name: string }): boolean => name.trim() === '';

/** Names of new boards that were typed and not sent. */
export const NEW_BOARDS = formKind('boards.save', { name: '' }, isEmpty);
/** New names of boards that were typed and not sent, by board. */
export const RENAMED_BOARDS = formKind('boards.rename', { name: '' }, isEmpty);
