/** What of the chart is drawn. */
export type Shown = 'both' | 'revenue' | 'orders';
