import { createColors } from 'picocolors';

/** Colours on a terminal, and nowhere else: not in a file, a pipe or CI. */
export const colors = createColors(process.stdout.isTTY ? !process.env.NO_COLOR : false);
