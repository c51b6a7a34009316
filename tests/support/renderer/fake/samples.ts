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
