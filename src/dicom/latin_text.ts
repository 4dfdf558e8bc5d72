const latin = new TextDecoder("latin1");
const short = 1024;

/** Bytes read as Latin-1. Most are short and ASCII, which needs no call out of JavaScript. */
export function latinText(bytes: Uint8Array): string {
  if (bytes.length > short) return latin.decode(bytes);
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) > 0x7f) return latin.decode(bytes);
  }
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}
