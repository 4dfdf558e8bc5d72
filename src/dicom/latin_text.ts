import { Buffer } from "node:buffer";

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
