/** Classes of a map that is coloured by value. */
export const CLASSES = 5;

/** The least value of each class but the lowest, so that the classes hold about equally many values; zero is a class of its own. */
export function breaksOf(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  const breaks = Array.from({ length: CLASSES - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / CLASSES)]);
  return [...new Set(breaks.filter((value) => value !== undefined))].filter((value) => value > (sorted[0] ?? 0));
}

/** The class of a value: -1 where there is nothing, else 0 the lowest. */
export function classOf(value: number, breaks: readonly number[]): number {
  if (value <= 0) return -1;
  return breaks.filter((least) => value >= least).length;
}
