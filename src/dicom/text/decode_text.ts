import { convertBytes } from "dicom-character-set";
import { Buffer } from "node:buffer";
import type { CharacterSet } from "./character_set.ts";

/** VRs that use the character set of the data set; others are ASCII (PS3.5 6.1.2.3). */
const encodedVRs = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UT"]);
/** VRs in which `\` is an ordinary character and leading spaces are significant (PS3.5 6.2). */
const singleVRs = new Set(["LT", "ST", "UR", "UT"]);

const convert: (terms: string, bytes: Uint8Array, options: { vr: string }) => string = convertBytes;
const space = 0x20;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The texts of a value without padding; empty for an empty value. Bytes that are invalid in the
 * declared character set are decoded as UTF-8 if they are valid UTF-8, otherwise as Latin-1, so
 * that a wrong declaration damages some letters but never the file.
 */
export function decodeText(bytes: Uint8Array, vr: string, characters: CharacterSet): string[] {
  if (bytes.length === 0) return [];
  const text = encodedVRs.has(vr) ? decode(bytes, vr, characters.terms) : latinText(bytes);
  if (singleVRs.has(vr)) return [trimEndPadding(text)];
  return text.includes("\\") ? text.split("\\").map(trimPadding) : [trimPadding(text)];
}

/** A value without padding: leading spaces, trailing spaces and NULs (PS3.5 6.2). */
export function trimPadding(text: string): string {
  let start = 0;
  while (text.charCodeAt(start) === space) start++;
  return trimEndPadding(start === 0 ? text : text.slice(start));
}

/** A value without trailing spaces and NULs. A regular expression would take quadratic time. */
export function trimEndPadding(text: string): string {
  let end = text.length;
  while (end > 0 && isPadding(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

function isPadding(character: number): boolean {
  return character === space || character === 0;
}

function decode(bytes: Uint8Array, vr: string, terms: string): string {
  if (isASCII(bytes) && !terms.includes(" 13")) return latinText(bytes);
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
    return latinText(bytes);
  }
}

function isASCII(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f || byte === 0x1b) return false;
  }
  return true;
}

const short = 1024;

/**
 * Decodes bytes as ISO 8859-1, one character per byte (TextDecoder's "latin1" is windows-1252).
 * Short ASCII texts, which are most, are decoded without calling out of JavaScript.
 */
export function latinText(bytes: Uint8Array): string {
  if (bytes.length > short) return read(bytes);
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) > 0x7f) return read(bytes);
  }
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}

function read({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}
