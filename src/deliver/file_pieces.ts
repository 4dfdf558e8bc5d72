/** The pieces of a file, one in memory at a time. */
export function* filePieces(path: string, size: number): Generator<Uint8Array<ArrayBuffer>> {
  using file = Deno.openSync(path, { read: true });
  for (;;) {
    const piece = new Uint8Array(size);
    let filled = 0;
    for (let read = 1; read > 0 && filled < size; filled += read) {
      read = file.readSync(piece.subarray(filled)) ?? 0;
    }
    if (filled === 0) return;
    yield piece.subarray(0, filled);
  }
}

/** In hexadecimal digits. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
