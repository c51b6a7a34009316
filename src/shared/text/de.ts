import type { SharedTexts } from './en.ts';

/** German texts shown by both main and the renderer. */
export const de: SharedTexts = {
  categories: {
    stock: 'Bestand',
    chat: 'Chat',
    system: 'System',
  },
  toast: {
    alert_low_stock: 'Niedriger Bestand: {{item}} in {{location}}, noch {{value}}',
    alert_out_of_stock: 'Nicht vorrätig: {{item}} in {{location}}',
    alert_manual: '{{message}}',
    chat_message: '{{customer}}: {{preview}}',
    command_refused: 'Eine Änderung wurde abgelehnt: {{reason}}',
    flood:
      'Gerade eben: $t(toast.alerts, {"count": {{alerts}} }), $t(toast.messages, {"count": {{messages}} })',
    caught_up:
      'In Ihrer Abwesenheit: $t(toast.alerts, {"count": {{alerts}} }), $t(toast.messages, {"count": {{messages}} })',
    alerts_zero: 'keine Warnungen',
    alerts_one: '{{count}} Warnung',
    alerts_other: '{{count}} Warnungen',
    messages_zero: 'keine Kundennachrichten',
    messages_one: '{{count}} Kundennachricht',
    messages_other: '{{count}} Kundennachrichten',
  },
  errors: {
    unauthenticated: 'Sie sind abgemeldet',
    forbidden: 'Nicht erlaubt',
    not_found: 'Nicht gefunden',
    invalid: 'Ungültige Eingabe',
    conflict: 'Inzwischen geändert',
    insufficient_stock: 'Nicht genug Bestand',
    idempotency_conflict: 'Bereits mit anderem Inhalt gesendet',
    expired: 'Zu alt, um ohne Rückfrage gesendet zu werden',
    withdrawn: 'Zurückgezogen',
    rate_limited: 'Zu viele Anfragen',
    too_large: 'Zu groß',
    unavailable: 'Vorübergehend nicht erreichbar',
    internal: 'Etwas ist schiefgegangen',
  },
};
