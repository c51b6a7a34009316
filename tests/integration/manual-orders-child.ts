// Enters orders by hand, one after the other, and names each once it is stored, until it is killed.
import { enterOrder, openOrders } from '../support/manual-orders.ts';

const { executor } = await openOrders(process.argv[2] ?? '');
for (;;) process.stdout.write(`${enterOrder(executor).number}\n`);
