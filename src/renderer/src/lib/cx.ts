import { clsx } from 'clsx';

/** Joins class names, skipping falsy ones. */
export const cx = clsx;
