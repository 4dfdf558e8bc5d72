import { convertBytes } from "dicom-character-set";
import type { CharacterSet } from "./character_set.ts";

/** VRs whose bytes are in the character set of the data set; others are ASCII (PS3.5 6.1.2.3). */
const encodedVRs = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UT"]);
/** VRs in which `\` is a character like any other, and leading spaces count (PS3.5 6.2). */
const singleVRs = new Set(["LT", "ST", "UR", "UT"]);

const convert: (terms: string, bytes: Uint8Array, options: { vr: string }) => string = convertBytes;
const latin = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The texts of a value without their padding; none for an empty value. Bytes that do not fit
 * the character set are read as UTF-8 where they are valid UTF-8, else as Latin-1: a wrong
 * declaration costs some letters, never the file.
 */
export function decodeText(bytes: Uint8Array, vr: string, characters: CharacterSet): string[] {
  if (bytes.length === 0) return [];
  const text = encodedVRs.has(vr) ? decode(bytes, vr, characters.terms) : latin.decode(bytes);
  return singleVRs.has(vr) ? [text.replace(/[\0 ]+$/, "")] : text.split("\\").map(trimPadding);
}

/** A value without the spaces and NULs around it (PS3.5 6.2). */
export function trimPadding(text: string): string {
  return text.replace(/^ +|[\0 ]+$/g, "");
}

function decode(bytes: Uint8Array, vr: string, terms: string): string {
  if (isASCII(bytes) && !terms.includes(" 13")) return latin.decode(bytes);
  if (terms === "" || terms === "ISO_IR 100" || terms === "ISO_IR 192") return guess(bytes);
  try {
    return convert(terms, bytes, { vr });
  } catch { // an escape sequence of a set that is not declared, or half a character
    return guess(bytes);
  }
}

/** UTF-8 declared as Latin-1 is common; Latin-1 text that happens to be valid UTF-8 is not. */
function guess(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin.decode(bytes);
  }
}

function isASCII(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && byte !== 0x1b);
}
