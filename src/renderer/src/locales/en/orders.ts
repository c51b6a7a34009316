/** Words of the order page. */
export const orders = {
  orders: {
    title: 'Order {{number}}',
    guest: 'Guest order',
    customer: 'Customer',
    placed: 'Placed',
    status: 'Status',
    statuses: {
      placed: 'Placed',
      paid: 'Paid',
      fulfilled: 'Fulfilled',
      cancelled: 'Cancelled',
      refunded: 'Refunded',
    },
    lines: 'Lines',
    item: 'Item',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    lineTotal: 'Total',
    total: 'Order total',
    paid: 'Paid',
    refunded: 'Refunded',
    net: 'Net',
  },
  channels: { orders: 'Orders' },
  activity: {
    orders: {
      created: '{{customer}} ordered {{order}}, {{total}}',
      updated: 'Order {{order}} changed',
      fulfilled: 'Order {{order}} fulfilled',
      cancelled: 'Order {{order}} cancelled',
    },
  },
  commands: {
    'orders.create': 'New order',
    'orders.fulfil': 'Order fulfilment',
    'orders.cancel': 'Order cancellation',
  },
  palette: { kinds: { order: 'Orders' } },
} as const;
