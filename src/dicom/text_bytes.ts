import { smallBytes } from "./small_bytes.ts";

const encoder = new TextEncoder();

/** A text as UTF-8. Short ASCII texts are encoded without calling out of JavaScript. */
export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = smallBytes(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return encoder.encode(text);
    bytes[at] = code;
  }
  return bytes;
}
