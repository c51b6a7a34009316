/** Words of the page of a customer. */
export const customers = {
  customers: {
    title: 'Customer',
    back: 'Back',
    none: 'Customer not found',
    noneBody: 'Nobody in the cached data has this id.',
    email: 'E-mail',
    hidden: 'Hidden: requires the “{{permission}}” permission.',
    orders: 'Orders',
    noOrders: 'No orders yet.',
    inList: 'Show in Orders',
    value: 'Value',
    firstSeen: 'First seen',
    lastSeen: 'Last seen',
    valueExplained: 'Value is what was paid, less refunds. Seen means an order or a message.',
    incomplete: 'Older orders are still being loaded. Orders and value count what was placed since {{from}}.',
  },
  palette: { kinds: { customer: 'Customers' } },
} as const;
