import { Buffer } from "node:buffer";

const short = 1024;

/**
 * Bytes read as Latin-1, each as one character (what browsers call so is windows-1252). Most are
 * short and ASCII, which needs no call out of JavaScript.
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
