import { expect, it } from 'vitest';
import { makePurchase, makePurchaseLine } from '../../../tests/support/make/supplier.ts';
import { purchaseCsv } from './purchase-csv.ts';

it('writes a line of CSV for each line of an order, with formulas defused', () => {
  const purchase = makePurchase({
    supplierName: 'Müller, "Söhne"',
    lines: [
      makePurchaseLine({ received: 5 }),
      makePurchaseLine({ name: '=HYPERLINK("x")', sku: '-1', supplierSku: null, quantity: 3, packSize: 1 }),
    ],
  });
  expect(purchaseCsv(purchase).split('\r\n')).toEqual([
    'order,supplier,line,sku,supplier_sku,item,quantity,pack_size,received,missing,unit_price,line_total,currency',
    'PO-00001,"Müller, ""Söhne""",1,TEA-1,NS-1,Green tea,12,6,5,7,4.50,54.00,USD',
    `PO-00001,"Müller, ""Söhne""",2,'-1,,"'=HYPERLINK(""x"")",3,1,0,3,4.50,13.50,USD`,
    '',
  ]);
  expect(purchaseCsv({ ...purchase, currency: 'JPY' })).toContain(',450,5400,JPY');
});
