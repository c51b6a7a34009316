import { ownWords } from '../../../stores/owned.ts';
import type { AdjustForm } from './adjust-form.ts';

/** Forms that were filled in and not sent, by item and location: closing the dialog loses nothing. */
export const drafts = ownWords<AdjustForm>('drafts', 50);
