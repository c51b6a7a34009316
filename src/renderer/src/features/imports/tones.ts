import { type Import, isWorking } from '#shared/domain/imports.ts';
import type { Tone } from '../../lib/tone.ts';

/** Returns the tone of an import's state. */
export function toneOf({ state, errors }: Pick<Import, 'state' | 'errors'>): Tone {
  if (state === 'failed') return 'crit';
  if (isWorking(state)) return 'accent';
  if (state === 'ready') return errors > 0 ? 'crit' : 'warn';
  return state === 'applied' ? 'ok' : 'neutral';
}
