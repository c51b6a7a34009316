import { describe, expect, it } from 'vitest';
import type { Toast } from '#shared/bridge/notifications.ts';
import { startTestConsole } from '../../../tests/support/console.ts';
import type { NativeNotification } from '../ports.ts';
import { createTexts } from './texts.ts';

const toastOf = (
  message: string,
  values: Toast['values'],
  category: Toast['category'] = 'system',
): Toast => ({
  id: 'toast-1',
  category,
  severity: 'info',
  message,
  values,
  subject: null,
});
const low = toastOf(
  'toast.alert_low_stock',
  { item: 'Mug', sku: 'M-1', location: 'Berlin', value: 3 },
  'stock',
);
const texts = createTexts();

describe('the text of a native notification', () => {
  it('is in the language asked for', () => {
    expect(texts.toast(low, 'en')).toEqual({ title: 'Stock', body: 'Low stock: Mug at Berlin, 3 left' });
    expect(texts.toast(low, 'de')).toEqual({
      title: 'Bestand',
      body: 'Niedriger Bestand: Mug in Berlin, noch 3',
    });
  });

  it.for([
    ['en', 1, 2, 'While you were away: 1 alert, 2 messages'],
    ['en', 0, 1, 'While you were away: no alerts, 1 message'],
    ['de', 1, 2, 'In Ihrer Abwesenheit: 1 Warnung, 2 Nachrichten'],
    ['de', 2, 1, 'In Ihrer Abwesenheit: 2 Warnungen, 1 Nachricht'],
  ] as const)('counts in %s: %i and %i', ([language, alerts, messages, body]) => {
    expect(texts.toast(toastOf('toast.caught_up', { alerts, messages }), language)).toEqual({
      title: 'Quayside',
      body,
    });
  });

  it('gives the reason of a refusal, in the words of the gateway if its code is unknown', () => {
    const refused = (code: string) =>
      toastOf('toast.command_refused', { type: 'inventory.adjust', code, message: 'No forks left.' });
    expect(texts.toast(refused('insufficient_stock'), 'de').body).toBe(
      'Eine Änderung wurde abgelehnt: Nicht genug Bestand',
    );
    expect(texts.toast(refused('out_of_forks'), 'en').body).toBe('A change was rejected: No forks left.');
  });

  it('shows what a customer wrote as it is', () => {
    const preview = '<b>$t(toast.alert_manual)</b> {{customer}} & more';
    expect(texts.toast(toastOf('toast.chat_message', { customer: 'Ada', preview }, 'chat'), 'en').body).toBe(
      `Ada: ${preview}`,
    );
  });

  it('is empty for a message without a text', () => {
    expect(texts.toast(toastOf('toast.unheard_of', {}), 'en').body).toBe('');
  });
});

describe('native notifications', () => {
  it('are shown while no window has the focus, in the language of the settings', async () => {
    const shown: NativeNotification[] = [];
    let focused = true;
    const test = await startTestConsole({
      focused: () => focused,
      notifier: { available: true, show: (notification) => shown.push(notification) },
    });
    try {
      const client = test.console.router.connect();
      const emit = () => test.engine.emit('notifications.toasts', { toasts: [low], suppressed: 0 });
      await emit();
      expect(shown).toEqual([]);
      // Visible behind another window is not watched.
      focused = false;
      await emit();
      expect(shown).toMatchObject([{ id: 'toast-1', title: 'Stock' }]);
      await client.invoke('settings.set', { language: 'de' });
      await emit();
      expect(shown.at(-1)).toMatchObject({ title: 'Bestand' });
      const about = (whom: 'me' | 'team') =>
        test.engine.emit('notifications.toasts', {
          toasts: [{ ...low, id: whom, about: whom }],
          suppressed: 0,
        });
      await client.invoke('settings.set', { notify: 'mine' });
      await about('team');
      await about('me');
      expect(shown.splice(2).map(({ id }) => id)).toEqual(['me']);
      await client.invoke('settings.set', { notify: 'none' });
      await about('me');
      expect(shown).toHaveLength(2);
      await client.invoke('settings.set', { notifications: false });
      await emit();
      expect(shown).toHaveLength(2);
    } finally {
      await test.dispose();
    }
  });
});
