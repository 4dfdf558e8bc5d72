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

/** The calls of the file system that opening a file needs. */
export interface OpenPorts {
  readonly lstat: (path: string) => PathFacts;
  readonly open: (path: string, onRead?: (bytes: number) => void) => ReadableFile;
}

type Identity = Pick<Deno.FileInfo, "dev" | "ino">;
type PathFacts = Pick<Deno.FileInfo, "isFile" | "isDirectory" | "dev" | "ino">;

const system: OpenPorts = {
  lstat: (path) => fileCall(() => Deno.lstatSync(path)),
  open: openWithoutWaiting,
};

/**
 * Opens a regular file of a Batch's folder for reading. Links are not followed, neither in place of
 * the file nor of a directory in its path, and pipes and devices do not block, even if they
 * replaced the file after the folder was listed. A directory must be the same before and after the
 * file is opened, and the file must be found below it. `onRead` is called with the number of bytes
 * of each read. Throws SkippedFileError NOT_A_FILE or UNREADABLE, and the operating system's error.
 */
export function openRegularFile(
  folder: string,
  path: string,
  onRead?: (bytes: number) => void,
  ports = system,
): RegularFile {
  if (!isUtf8Name(path)) throw invalidName();
  const whole = join(folder, path);
  const directories = directoriesOf(folder, path);
  const before = directories.map((directory) => realDirectory(ports, directory));
  const listed = ports.lstat(whole);
  if (!listed.isFile) throw notAFile();
  const file = open(whole, ports, onRead);
  try {
    const info = file.statSync();
    if (!info.isFile || !isSame(info, listed)) throw notAFile();
    const after = directories.map((directory) => realDirectory(ports, directory));
    const isKept = after.every((facts, at) => isSame(facts, before[at]));
    // more looks would need more exchanges, but each costs about 50 µs an image
    if (!isKept || !isSame(ports.lstat(whole), listed)) throw notAFile();
    return { file, info };
  } catch (error) {
    file.close();
    throw error;
  }
}

function open(
  path: string,
  ports: OpenPorts,
  onRead?: (bytes: number) => void,
): ReadableFile {
  try {
    return ports.open(path, onRead);
  } catch (error) {
    throw notFileCodes.has(systemCode(error)) ? notAFile() : error;
  }
}

/** The folder and the directories in the path. The inbox itself may be a link. */
function directoriesOf(folder: string, path: string): string[] {
  const parts = dirname(path).split("/").filter((part) => part !== ".");
  return [folder, ...parts.map((_, at) => join(folder, ...parts.slice(0, at + 1)))];
}

function realDirectory({ lstat }: OpenPorts, path: string): PathFacts {
  const facts = lstat(path);
  if (!facts.isDirectory) throw notAFile();
  return facts;
}

function isSame(one: Identity, other: Identity | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino;
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
