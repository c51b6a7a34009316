import type { Words } from '../en/index.ts';
import type { inventory as en } from '../en/inventory.ts';

export const inventory: Words<typeof en> = {
  inventory: {
    title: 'Bestand',
  },
};
