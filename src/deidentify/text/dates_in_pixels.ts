const months = "jan feb fev mar maer mrz avr apr mai may maj jun jui jul aug aou sep set oct okt " +
  "out nov dec dez dic ene abr ago";
const monthName = new RegExp(`\\b(${months.split(" ").join("|")})[a-z]{0,7}\\b`);
const [separator, digits] = ["\\s?[-./:,年月]\\s?", "\\d{1,2}"];
const forms = [
  new RegExp(`\\b(\\d{4}|${digits})${separator}${digits}${separator}\\d{1,4}\\b`),
  /\b(19|20)\d{2}(0\d|1[0-2])([0-2]\d|3[01])(\d{2}){0,3}\b/, // YYYYMMDD, with a time or without
  /\b([0-2]\d|3[01])(0\d|1[0-2])(19|20)\d{2}\b/, // DDMMYYYY
  /\b(19|20)\d{2}\b/, // a year
  /\b\d{1,2}:\d{2}\b/, // a time
  /[年月日昭平令]/,
];

/**
 * Whether a text that was read in pixels contains a date, a year or a time of day, in any usual
 * form. `folded` is in lower case. A letter that resembles a digit counts as one beside digits.
 */
export function hasDate(folded: string): boolean {
  const text = folded.replaceAll(
    /(?<=[\d./:-])[oil](?=[\d./:-])/g,
    (letter) => letter === "o" ? "0" : "1",
  );
  return forms.some((form) => form.test(text)) || (monthName.test(text) && /\d/.test(text));
}
