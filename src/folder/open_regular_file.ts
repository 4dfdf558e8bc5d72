import { dirname, join } from "node:path";
import { SkippedFileError } from "../model/errors.ts";
import { fileCall } from "../system/file_call.ts";
import { type FileFacts, openWithoutWaiting, type ReadableFile } from "../system/readable_file.ts";
import { systemCode } from "../system/system_code.ts";
import { isUtf8Name } from "./list_files.ts";

/** Errors of opening a link or socket that has replaced a file. */
const notFileCodes = new Set(["ELOOP", "ENXIO", "EMLINK"]);

/** An open file and its metadata. */
export interface RegularFile {
  readonly file: ReadableFile;
  readonly info: FileFacts;
}

/**
 * Opens a regular file of a Batch's folder for reading. Links are not followed, neither in place of
 * the file nor of a directory in its path, and pipes and devices do not block, even if they
 * replaced the file after the folder was listed. `onRead` is called with the number of bytes of
 * each read. Throws SkippedFileError NOT_A_FILE or UNREADABLE, and the operating system's error.
 */
export function openRegularFile(
  folder: string,
  path: string,
  onRead?: (bytes: number) => void,
): RegularFile {
  if (!isUtf8Name(path)) throw invalidName();
  const whole = join(folder, path);
  const listed = fileCall(() => Deno.lstatSync(whole));
  if (!listed.isFile) throw notAFile();
  const file = open(whole, onRead);
  try {
    const info = file.statSync();
    const isListed = info.dev === listed.dev && info.ino === listed.ino;
    if (!info.isFile || !isListed || hasLink(folder, path)) throw notAFile();
    return { file, info };
  } catch (error) {
    file.close();
    throw error;
  }
}

function open(path: string, onRead?: (bytes: number) => void): ReadableFile {
  try {
    return openWithoutWaiting(path, onRead);
  } catch (error) {
    throw notFileCodes.has(systemCode(error)) ? notAFile() : error;
  }
}

/** Whether the folder or a directory in the path is a link. The inbox itself may be a link. */
function hasLink(folder: string, path: string): boolean {
  const parts = dirname(path).split("/").filter((part) => part !== ".");
  const directories = parts.map((_, at) => join(folder, ...parts.slice(0, at + 1)));
  return fileCall(() =>
    [folder, ...directories].some((directory) => !Deno.lstatSync(directory).isDirectory)
  );
}

function notAFile(): SkippedFileError {
  return new SkippedFileError("NOT_A_FILE", "it is not a regular file");
}

function invalidName(): SkippedFileError {
  return new SkippedFileError(
    "UNREADABLE",
    "its name or the name of its directory is not valid UTF-8, so it cannot be opened: rename it",
  );
}

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
