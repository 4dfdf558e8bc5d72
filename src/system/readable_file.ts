import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { fileCall } from "./file_call.ts";

/** An open file for reading; also implemented by Deno.FsFile. */
export interface ReadableFile extends Disposable {
  /** Reads from the current position into a buffer; null at the end of the file. */
  readSync(buffer: Uint8Array): number | null;
  seekSync(offset: number, whence: Deno.SeekMode): number;
  statSync(): FileFacts;
  close(): void;
}

/** The facts about an open file. */
export type FileFacts = Pick<Deno.FileInfo, "isFile" | "size" | "dev" | "ino">;

/**
 * Opens a file for reading that other users may replace at any time: opening a pipe does not wait
 * for a writer, and links are not followed (ELOOP). The runtime has no such flags. `onRead`
 * receives the number of bytes of each read. Throws the operating system's error.
 */
export function openWithoutWaiting(
  path: string,
  onRead: (bytes: number) => void = () => {},
): ReadableFile {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  // Windows has neither these flags nor pipes in directories
  const flags = O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOFOLLOW ?? 0);
  const descriptor = fileCall(() => openSync(path, flags));
  let position = 0;
  let isOpen = true;
  const file = {
    readSync(buffer: Uint8Array): number | null {
      const read = fileCall(() => readSync(descriptor, buffer, 0, buffer.length, position));
      position += read;
      onRead(read);
      return read === 0 && buffer.length > 0 ? null : read;
    },
    seekSync(offset: number, whence: Deno.SeekMode): number {
      const from = whence === Deno.SeekMode.Start
        ? 0
        : whence === Deno.SeekMode.Current
        ? position
        : fileCall(() => fstatSync(descriptor)).size;
      position = from + offset;
      return position;
    },
    statSync(): FileFacts {
      const info = fileCall(() => fstatSync(descriptor));
      return { isFile: info.isFile(), size: info.size, dev: info.dev, ino: info.ino };
    },
    close(): void {
      if (!isOpen) return;
      isOpen = false;
      fileCall(() => closeSync(descriptor));
    },
    [Symbol.dispose](): void {
      file.close();
    },
  };
  return file;
}

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
