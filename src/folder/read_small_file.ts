import { openRegularFile } from "./open_regular_file.ts";

/**
 * Reads the text of a folder's file into memory. Throws RangeError if it has more than `most`
 * bytes, SkippedFileError if it is not a regular file, and the operating system's error.
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
