import type { Availability } from '#shared/domain/assignment.ts';
import { bridge } from '../../bridge/client.ts';
import { failureWords } from '../../i18n/errors.ts';
import { newId } from '../../lib/new-id.ts';
import type { Tone } from '../../lib/tone.ts';
import { madeBy } from '../../stores/session.ts';
import { toast } from '../../stores/toasts.ts';

/** The tone of each availability; its mark differs in shape, too. */
export const TONES: Readonly<Record<Availability, Tone>> = {
  online: 'ok',
  busy: 'crit',
  away: 'warn',
  offline: 'neutral',
};

/** Sets the user's own availability. A refusal is shown as a toast. */
export async function chooseAvailability(state: Availability): Promise<void> {
  try {
    await bridge.call('commands.submit', {
      id: newId(),
      type: 'assignment.set_availability',
      data: { state },
      ...madeBy(),
    });
  } catch (error) {
    toast({ tone: 'crit', ...failureWords(error) });
  }
}
