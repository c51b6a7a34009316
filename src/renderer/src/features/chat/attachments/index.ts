export { AttachButton } from './attach-button.tsx';
export { DraftList } from './draft-list.tsx';
export { DropZone } from './drop-zone.tsx';
export { MessageFiles } from './message-files.tsx';
export { type DraftFiles, useDraftFiles } from './use-draft-files.ts';
