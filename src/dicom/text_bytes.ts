import { smallBytes } from "./small_bytes.ts";

const encoder = new TextEncoder();

/** A text in UTF-8. Most are short and ASCII, which needs no call out of JavaScript. */
export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = smallBytes(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return encoder.encode(text);
    bytes[at] = code;
  }
  return bytes;
}
