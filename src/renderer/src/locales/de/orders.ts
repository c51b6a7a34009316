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
      fulfilled: 'Versandt',
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
    net: 'Saldo',
  },
  channels: { orders: 'Bestellungen' },
  activity: {
    orders: {
      created: '{{customer}} hat {{order}} bestellt, {{total}}',
      updated: 'Bestellung {{order}} geändert',
      fulfilled: 'Bestellung {{order}} versandt',
      cancelled: 'Bestellung {{order}} storniert',
    },
  },
  commands: {
    'orders.create': 'Neue Bestellung',
    'orders.fulfil': 'Versand',
    'orders.cancel': 'Stornierung',
  },
  palette: { kinds: { order: 'Bestellungen' } },
};
