import type { customers as en } from '../en/customers.ts';
import type { Words } from '../words.ts';

export const customers: Words<typeof en> = {
  customers: {
    title: 'Kunde',
    back: 'Zurück',
    none: 'Kunde nicht gefunden',
    noneBody: 'In den zwischengespeicherten Daten hat niemand diese ID.',
    email: 'E-Mail',
    hidden: 'Verborgen: erfordert die Berechtigung „{{permission}}“.',
    orders: 'Bestellungen',
    noOrders: 'Noch keine Bestellungen.',
    inList: 'In Bestellungen zeigen',
    value: 'Wert',
    firstSeen: 'Zuerst gesehen',
    lastSeen: 'Zuletzt gesehen',
    valueExplained:
      'Der Wert ist das Bezahlte abzüglich Erstattungen. Gesehen heißt: eine Bestellung oder Nachricht.',
    incomplete:
      'Ältere Bestellungen werden noch geladen. Bestellungen und Wert zählen, was seit {{from}} aufgegeben wurde.',
  },
  palette: { kinds: { customer: 'Kunden' } },
};
