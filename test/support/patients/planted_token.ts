import { Buffer } from "node:buffer";

/** Every planted text holds it, and nothing else does. */
export const mark = "ZQXJ";

export const uidRoot = "1.2.826.0.1.991773.";

export const digits = "9173916458";

export const time = "101112.917391";

/**
 * The 59 days of two months, so that no shifted date, 100 days earlier at least, is one of them.
 */
export const firstDay = Date.UTC(1801, 0, 1);

/** Finds every kind of token, in bytes read as Latin-1. */
export const plantedToken = new RegExp(
  [mark, "QZJX", [...mark].reverse().join(""), uidRoot.replaceAll(".", "\\."), digits]
    .concat(time.replace(".", "\\."), "(?<![0-9.])18010[12][0-3][0-9](?![0-9])")
    .join("|"),
);

/** What may be planted in a VR; undefined where a token cannot be told from other values. */
export function token(vr: string, number: number, withTimes: boolean): Uint8Array | undefined {
  const text = `${mark}${number}`;
  const day = new Date(firstDay + (number % 59) * 86_400_000).toISOString().slice(0, 10)
    .replaceAll("-", "");
  const latin = (value: string): Uint8Array => Buffer.from(value, "latin1");
  switch (vr) {
    case "UI":
      return latin(`${uidRoot}${number}\\${uidRoot}${number}.1`);
    case "DA":
      return latin(`${day}\\${day}`);
    case "DT":
      return latin(`${day}101112.131415`);
    case "TM":
      return withTimes ? latin(time) : undefined;
    case "DS":
    case "IS":
      return latin(digits);
    case "AS":
    case "SS":
    case "US":
      return undefined;
    case "CS":
    case "SH":
    case "AE":
      return latin(text);
    case "PN":
      return latin(`${text}^JANE=${text}=${text}`);
    case "UR":
      return latin(`http://${text}`);
    case "LO":
    case "LT":
    case "ST":
    case "UC":
    case "UT":
      return latin(`the name is ${text} `);
    default:
      return Buffer.from(mark.repeat(4), "latin1");
  }
}
