import type { orders as en } from '../en/orders.ts';
import type { Words } from '../words.ts';

export const orders: Words<typeof en> = {
  orders: {
    title: 'Bestellung {{number}}',
    guest: 'Gastbestellung',
    customer: 'Kunde',
    placed: 'Aufgegeben',
    status: 'Status',
    statuses: {
      placed: 'Aufgegeben',
      paid: 'Bezahlt',
      fulfilled: 'Ausgeliefert',
      cancelled: 'Storniert',
      refunded: 'Erstattet',
    },
    lines: 'Positionen',
    item: 'Artikel',
    quantity: 'Menge',
    unitPrice: 'Einzelpreis',
    lineTotal: 'Summe',
    total: 'Bestellsumme',
    paid: 'Bezahlt',
    refunded: 'Erstattet',
    net: 'Netto',
  },
  channels: { orders: 'Bestellungen' },
  activity: {
    orders: {
      created: '{{customer}} bestellt {{order}}, {{total}}',
      updated: 'Bestellung {{order}} geändert',
      fulfilled: 'Bestellung {{order}} ausgeliefert',
      cancelled: 'Bestellung {{order}} storniert',
    },
  },
  commands: {
    'orders.create': 'Neue Bestellung',
    'orders.fulfil': 'Auslieferung',
    'orders.cancel': 'Stornierung',
  },
  palette: { kinds: { order: 'Bestellungen' } },
};
