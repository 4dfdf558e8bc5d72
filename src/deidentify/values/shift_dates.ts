import { trimPadding } from "../../dicom/text/decode_text.ts";

const msPerDay = 86_400_000;
const zone = "(?:[+-]\\d{4})?";
const dateTime = new RegExp(`^(\\d{8}|\\d{6}|\\d{4})((?:\\d{2}){0,3}(?:\\.\\d{1,6})?)(${zone})$`);
const date = /^(\d{4})(\.?)(\d{2})\2(\d{2})$/;
/** The longest range: two DT with fractions and time zones (PS3.5 6.2). */
const longestRange = 54;
const time = /^(\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?|\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)$/;

/**
 * Moves the dates of a DA or DT value by a number of days. A TM value is kept, because only whole
 * days are moved. Several values, ranges, partial dates (moved as their first day, written as
 * partial), the ACR-NEMA form `2020.01.31` and padding are supported (PS3.5 6.2). Undefined if any
 * part of the value is not a date.
 */
export function shiftDates(vr: string, value: string, days: number): string | undefined {
  const values = value.split("\\").map((one) => shiftOne(vr, one, days));
  return values.includes(undefined) ? undefined : values.join("\\");
}

function shiftOne(vr: string, padded: string, days: number): string | undefined {
  const text = trimPadding(padded);
  if (text === "") return "";
  const single = shiftSingle(vr, text, days);
  if (single !== undefined) return single;
  return rangeEnds(text).map(([from, to]) => {
    const ends = [from, to].map((end) => end === "" ? "" : shiftSingle(vr, end, days));
    return ends.includes(undefined) ? undefined : ends.join("-");
  }).find((range) => range !== undefined);
}

/** Every way to read a text as a range; a `-` can also start a time zone. */
function rangeEnds(text: string): [from: string, to: string][] {
  if (text.length > longestRange) return [];
  return [...text.matchAll(/-/g)].map(({ index }) => (
    [text.slice(0, index), text.slice(index + 1)] as [string, string]
  )).filter(([from, to]) => from !== "" || to !== "");
}

function shiftSingle(vr: string, text: string, days: number): string | undefined {
  if (vr === "TM") return time.test(text) ? text : undefined;
  if (vr === "DA") {
    const [, year = "", separator = "", month = "", day = ""] = date.exec(text) ?? [];
    return year === "" ? undefined : shiftDay(year, month, day, days, separator);
  }
  const [, known = "", rest = "", offset = ""] = dateTime.exec(text) ?? [];
  if (known === "" || (rest !== "" && known.length < 8)) return undefined;
  if (Math.abs(Number(offset)) > 1400) return undefined;
  const [year, month, day] = [known.slice(0, 4), known.slice(4, 6), known.slice(6, 8)];
  const shifted = shiftDay(year, month || "01", day || "01", days, "");
  return shifted === undefined ? undefined : shifted.slice(0, known.length) + rest + offset;
}

function shiftDay(
  year: string,
  month: string,
  day: string,
  days: number,
  separator: string,
): string | undefined {
  const from = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(from.getTime()) || from.getUTCDate() !== Number(day)) return undefined;
  const to = new Date(from.getTime() + days * msPerDay);
  if (to.getUTCFullYear() < 1 || to.getUTCFullYear() > 9999) return undefined;
  return to.toISOString().slice(0, 10).replaceAll("-", separator);
}
