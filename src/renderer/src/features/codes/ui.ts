import { create } from 'zustand';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { ownedByUser } from '../../stores/owned.ts';

/** What a scanned code was found to be. */
export type Found = MethodOutput<'inventory.find_code'>;

interface CodesUi {
  /** Whether the camera is open. */
  readonly camera: boolean;
  /** The items whose labels are printed; null while the dialog is closed. */
  readonly labels: readonly string[] | null;
  /** The barcode of an item to create; null while the dialog is closed. */
  readonly newBarcode: string | null;
  /** A code that several items have; null while nobody is asked. */
  readonly choice: Found | null;
}

const CLOSED: CodesUi = { camera: false, labels: null, newBarcode: null, choice: null };

/** The dialogs about codes that are open. */
export const useCodesUi = create<CodesUi>(() => CLOSED);
ownedByUser('useCodesUi', () => useCodesUi.setState(CLOSED));

/** The most items that labels are printed for at once. */
export const MAX_LABEL_ITEMS = 200;

/** Opens the labels of items, at most `MAX_LABEL_ITEMS` of them. */
export function openLabels(itemIds: readonly string[]): void {
  useCodesUi.setState({ labels: [...new Set(itemIds)].slice(0, MAX_LABEL_ITEMS) });
}

/** Opens the camera, which scans like a scanner. */
export function openCamera(): void {
  useCodesUi.setState({ camera: true });
}

/** Opens the form of an item to create. */
export function openNewItem(barcode: string): void {
  useCodesUi.setState({ newBarcode: barcode });
}
