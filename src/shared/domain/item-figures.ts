import { ABC_DAYS } from './abc.ts';
import { type StockDay, wasInStock } from './stock-days.ts';

/* What the figures of an item's history mean and how they are calculated: the one home of these rules. */

/** The figures of a period of whole days. */
export interface ItemFigures {
  /** Units sold. */
  readonly sold: number;
  /** Units on hand before the period, and received in it. */
  readonly opening: number;
  readonly received: number;
  /** Units on hand on average, at the ends of the days. */
  readonly averageOnHand: number;
  /** How often the average stock was sold in the period; null without stock. */
  readonly turnover: number | null;
  /** The part of what was there and came in that was sold; null where there was nothing. */
  readonly sellThrough: number | null;
  /** Days on which nothing was available for half of the day or more. */
  readonly daysOut: number;
  readonly days: number;
}

/** Returns the figures of some days. `opening` is what was on hand before the first. */
export function itemFigures(opening: number, days: readonly StockDay[]): ItemFigures {
  const sum = (of: (day: StockDay) => number): number => days.reduce((total, day) => total + of(day), 0);
  const [sold, received] = [sum((day) => day.sold), sum((day) => day.received)];
  const averageOnHand = days.length === 0 ? 0 : sum((day) => day.onHand) / days.length;
  return {
    sold,
    opening,
    received,
    averageOnHand,
    turnover: averageOnHand > 0 ? sold / averageOnHand : null,
    sellThrough: opening + received > 0 ? sold / (opening + received) : null,
    daysOut: days.filter((day) => !wasInStock(day)).length,
    days: days.length,
  };
}

/** What people read about a figure, beside it on the screen. */
export const ITEM_FIGURE_EXPLANATIONS = {
  en: {
    sold: 'Units that left for orders in the period. Returned units are not deducted.',
    turnover:
      'Units sold divided by the average number of units on hand at the end of each day. 2 means that the average stock was sold twice in the period.',
    sellThrough:
      'Units sold divided by the units on hand before the period plus those received in it. At one location, units transferred to it count as received.',
    daysOut:
      'Days on which nothing was available for half of the day or more, in the time zone of the workspace. Committed and unavailable units are not available.',
    averageOnHand: 'Units on hand at the end of each day, on average.',
    abc: `Items sorted by revenue of the last ${ABC_DAYS} days: A has the first 80 %, B up to 95 %, C the rest. Revenue is what was paid for the item in paid orders, with discounts and before refunds.`,
    value:
      'Units on hand, including committed and unavailable ones, times the cost of the item as it is today. Items without a cost are not included and are counted beside it.',
    ageing:
      'Units on hand by the days since their lot was received first, with their value at the cost of the item as it is today. Units without a lot have no known age.',
  },
  de: {
    sold: 'Einheiten, die im Zeitraum für Bestellungen abgegangen sind. Rückgaben werden nicht abgezogen.',
    turnover:
      'Verkaufte Einheiten geteilt durch den durchschnittlichen Bestand am Ende der Tage. 2 bedeutet, dass der durchschnittliche Bestand im Zeitraum zweimal verkauft wurde.',
    sellThrough:
      'Verkaufte Einheiten geteilt durch den Bestand vor dem Zeitraum und die Zugänge darin. An einem einzelnen Standort zählen auch Umlagerungen dorthin als Zugänge.',
    daysOut:
      'Tage, an denen mindestens den halben Tag lang nichts verfügbar war, in der Zeitzone des Arbeitsbereichs. Zugesagte und nicht verfügbare Einheiten sind nicht verfügbar.',
    averageOnHand: 'Bestand am Ende der Tage im Durchschnitt.',
    abc: `Artikel nach dem Umsatz der letzten ${ABC_DAYS} Tage sortiert: A umfasst die ersten 80 %, B die bis 95 %, C den Rest. Umsatz ist der in bezahlten Bestellungen für den Artikel bezahlte Betrag, mit Rabatten und vor Erstattungen.`,
    value:
      'Bestand einschließlich zugesagter und nicht verfügbarer Einheiten, mal den heutigen Einkaufspreis des Artikels. Artikel ohne Einkaufspreis sind nicht enthalten und werden daneben gezählt.',
    ageing:
      'Bestand nach den Tagen, seit denen seine Charge zum ersten Mal eingegangen ist, mit dem Wert zum heutigen Einkaufspreis. Einheiten ohne Charge haben kein bekanntes Alter.',
  },
} as const;
export type ExplainedFigure = keyof (typeof ITEM_FIGURE_EXPLANATIONS)['en'];
