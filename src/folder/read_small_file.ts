import { openRegularFile } from "./open_regular_file.ts";

/**
 * The text of a file of a folder, whole. Throws RangeError when it has more than `most` bytes,
 * SkippedFileError when it is no regular file, and the operating system's error.
 */
export function readSmallFile(folder: string, path: string, most = Infinity): string {
  const { file, info: { size } } = openRegularFile(folder, path);
  using _ = file;
  if (size > most) throw new RangeError(`it has more than ${most} bytes`);
  const bytes = new Uint8Array(size);
  let done = 0;
  for (let read = 1; read > 0; done += read) read = file.readSync(bytes.subarray(done)) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, done));
}
