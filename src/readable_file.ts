import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** What reading a file takes; Deno's own files are such files. */
export interface ReadableFile extends Disposable {
  /** Fills a buffer from the position on; null at the end. */
  readSync(buffer: Uint8Array): number | null;
  seekSync(offset: number, whence: Deno.SeekMode): number;
  statSync(): FileFacts;
  close(): void;
}

/** What an open file is. */
export type FileFacts = Pick<Deno.FileInfo, "isFile" | "size" | "dev" | "ino">;

/**
 * Opens a file for reading that others may replace at any moment: a pipe in its place does not
 * make the caller wait for a writer, and a link is not followed (ELOOP). The runtime's own call
 * has no such flags. `onRead` is told how many bytes each read gave. Throws the operating system's
 * error.
 */
export function openWithoutWaiting(
  path: string,
  onRead: (bytes: number) => void = () => {},
): ReadableFile {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  // Windows has neither flag, and no pipes among its files
  const descriptor = openSync(path, O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOFOLLOW ?? 0));
  let position = 0;
  let isOpen = true;
  const file = {
    readSync(buffer: Uint8Array): number | null {
      const read = readSync(descriptor, buffer, 0, buffer.length, position);
      position += read;
      onRead(read);
      return read === 0 && buffer.length > 0 ? null : read;
    },
    seekSync(offset: number, whence: Deno.SeekMode): number {
      const from = whence === Deno.SeekMode.Start
        ? 0
        : whence === Deno.SeekMode.Current
        ? position
        : fstatSync(descriptor).size;
      position = from + offset;
      return position;
    },
    statSync(): FileFacts {
      const info = fstatSync(descriptor);
      return { isFile: info.isFile(), size: info.size, dev: info.dev, ino: info.ino };
    },
    close(): void {
      if (!isOpen) return;
      isOpen = false;
      closeSync(descriptor);
    },
    [Symbol.dispose](): void {
      file.close();
    },
  };
  return file;
}
