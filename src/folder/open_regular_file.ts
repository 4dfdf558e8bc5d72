import { dirname, join } from "node:path";
import { SkippedFileError } from "../errors.ts";
import { type FileFacts, openWithoutWaiting, type ReadableFile } from "../readable_file.ts";
import { systemCode } from "../system_code.ts";
import { isUtf8Name } from "./is_utf8_name.ts";

/** What opening a link or a socket gives that has taken the place of a file. */
const notFiles = new Set(["ELOOP", "ENXIO", "EMLINK"]);

/** A file that is open, and what it is. */
export interface RegularFile {
  readonly file: ReadableFile;
  readonly info: FileFacts;
}

/**
 * Opens a file of a Batch's folder for reading: a regular file that lies where its path says. A
 * link, a pipe or a device that took its place after the folder was listed, and a link in place
 * of a directory above it, are not followed, and waited for neither. `onRead` is told of the bytes
 * that are read. Throws SkippedFileError NOT_A_FILE or UNREADABLE, and the operating system's error.
 */
export function openRegularFile(
  folder: string,
  path: string,
  onRead?: (bytes: number) => void,
): RegularFile {
  if (!isUtf8Name(path)) throw namedByBytes();
  const whole = join(folder, path);
  const listed = Deno.lstatSync(whole);
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
    throw notFiles.has(systemCode(error)) ? notAFile() : error;
  }
}

/** Whether a directory from the folder down is a link; the inbox itself may be reached by one. */
function hasLink(folder: string, path: string): boolean {
  const parts = dirname(path).split("/").filter((part) => part !== ".");
  const directories = parts.map((_, at) => join(folder, ...parts.slice(0, at + 1)));
  return [folder, ...directories].some((directory) => !Deno.lstatSync(directory).isDirectory);
}

function notAFile(): SkippedFileError {
  return new SkippedFileError("NOT_A_FILE", "it is not a regular file");
}

function namedByBytes(): SkippedFileError {
  return new SkippedFileError(
    "UNREADABLE",
    "its name, or that of its directory, is not valid UTF-8, so it cannot be opened; rename it",
  );
}
