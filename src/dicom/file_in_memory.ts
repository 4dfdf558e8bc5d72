import type { FileFacts, ReadableFile } from "../readable_file.ts";

/** Bytes as a file that is open for reading. */
export function fileInMemory(bytes: Uint8Array): ReadableFile {
  let position = 0;
  return {
    readSync(buffer): number | null {
      const part = bytes.subarray(position, position + buffer.length);
      buffer.set(part);
      position += part.length;
      return part.length === 0 && buffer.length > 0 ? null : part.length;
    },
    seekSync(offset, whence): number {
      const from = whence === Deno.SeekMode.Start ? 0 : bytes.length;
      position = (whence === Deno.SeekMode.Current ? position : from) + offset;
      return position;
    },
    statSync: (): FileFacts => ({ isFile: true, size: bytes.length, dev: 0, ino: 0 }),
    close(): void {},
    [Symbol.dispose](): void {},
  };
}
