import type { MethodOutput } from '#shared/bridge/index.ts';
import { makeItem, makeLevel } from '../../make/item.ts';

/** Names of products and customers. */
export const PRODUCTS = [
  'Canon imageCLASS 2200 Advanced Copier',
  'Fellowes PB500 Electric Punch Plastic Comb Binding Machine',
  'HON 5400 Series Task Chairs for Big and Tall',
  'GBC DocuBind TL300 Electric Binding System',
  'Lexmark MX611dhe Monochrome Laser Printer',
  'Samsung Galaxy Mega 6.3',
  'Eldon Expressions Wood Desk Accessories',
  'Xerox 1967',
];
export const CUSTOMERS = [
  'Claire Gute',
  'Darrin Van Huff',
  'Sean O’Donnell',
  'Brosina Hoffman',
  'Andrew Allen',
  'Irene Maddox',
  'Harold Pawlan',
];

/** The one item of the fake shop, with stock at one location. */
export const FAKE_ITEM: MethodOutput<'inventory.item'> = {
  item: makeItem({ id: 'i0', sku: 'FUR-BO-10000', name: 'Bush Somerset Bookcase' }),
  image: null,
  levels: [
    {
      ...makeLevel({ itemId: 'i0', locationId: 'l1', onHand: 12, committed: 3 }),
      lowAt: 5,
      outAt: 0,
      locationName: 'Main Street',
      pendingOnHand: 0,
      setAside: [],
      pendingUnavailable: 0,
      lots: 0,
      status: 'ok',
    },
  ],
  reservations: [],
  thresholds: [],
  defaults: { lowAt: 5, outAt: 0 },
  asOf: { seq: 1, at: 1 },
};
