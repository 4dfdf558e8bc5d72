const msPerDay = 86_400_000;
const day = /(?<!\d)(\d{4})(\.?)(\d{2})\2(\d{2})/g;
const plainDay = /^\d{8}$/;

/** The days (`YYYYMMDD`) in a value of VR DA or DT. A partial date gives none. */
export function daysIn(value: string): string[] {
  if (plainDay.test(value)) return [value];
  return [...value.matchAll(day)].map(([, year, , month, date]) => `${year}${month}${date}`);
}

/** A day moved by a number of days; undefined if the text is not a day of the calendar. */
export function shiftedDay(text: string, days: number): string | undefined {
  const [year, month, date] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)].map(Number);
  const at = new Date(0);
  at.setUTCFullYear(year ?? 0, (month ?? 0) - 1, date);
  if (at.getUTCDate() !== date || at.getUTCMonth() + 1 !== month) return undefined;
  const moved = new Date(at.getTime() + days * msPerDay);
  const four = String(moved.getUTCFullYear()).padStart(4, "0");
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${four}${two(moved.getUTCMonth() + 1)}${two(moved.getUTCDate())}`;
}
