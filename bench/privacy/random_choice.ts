/** A whole number from 0 to below a limit. */
export type Random = (below: number) => number;

/** One of several, at random. */
export function pick<T>(all: readonly T[], random: Random): T {
  const chosen = all[random(all.length)];
  if (chosen === undefined) throw new TypeError("there is nothing to choose from");
  return chosen;
}

/** A day of a year (DA). */
export function dateOf(year: number, random: Random): string {
  const [month, day] = [random(12) + 1, random(28) + 1];
  return `${year}${String(month).padStart(2, "0")}${String(day).padStart(2, "0")}`;
}

/** A date as people write it into texts: `04/17/2006`. */
export function spelledDate(date: string): string {
  return `${date.slice(4, 6)}/${date.slice(6)}/${date.slice(0, 4)}`;
}
