/** Words of the inventory pages. */
export const inventory = {
  inventory: {
    title: 'Inventory',
  },
} as const;
