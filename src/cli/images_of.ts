import { type FolderEntry, listFiles } from "../folder/list_files.ts";
import { openRegularFile } from "../folder/open_regular_file.ts";
import { SkippedFileError } from "../model/errors.ts";
import { type OpenedImage, openImage } from "../pipeline/image/open_image.ts";
import { systemCode } from "../system/system_code.ts";
import { openable } from "./command.ts";

/** What was read from a file of a folder, or why the file was skipped. */
export type FolderImage<Result> = FolderEntry & Outcome<Result>;

type Outcome<Result> =
  | { readonly result: Result }
  | { readonly skipped: { readonly code: string; readonly reason: string } };

/**
 * Reads every image of a folder in the order of the paths, one open file at a time; files that are
 * not images are skipped. Throws IntakeError if the folder cannot be opened.
 */
export function* imagesOf<Result>(
  folder: string,
  read: (image: OpenedImage, path: string) => Result,
): Generator<FolderImage<Result>> {
  for (const entry of listedFiles(folder)) yield { ...entry, ...readFile(folder, entry, read) };
}

/** As {@link imagesOf}, for functions that take time: a file is open until its promise settles. */
export async function* imagesInTurn<Result>(
  folder: string,
  read: (image: OpenedImage, number: number) => Promise<Result>,
): AsyncGenerator<FolderImage<Result>> {
  for (const entry of listedFiles(folder)) {
    if (!entry.isFile) yield { ...entry, ...notAFile };
    else yield { ...entry, ...await readInTurn(folder, entry, read) };
  }
}

function* listedFiles(folder: string): Generator<FolderEntry> {
  openable(folder, () => Deno.readDirSync(folder)[Symbol.iterator]().next());
  yield* listFiles(folder);
}

const notAFile = { skipped: { code: "NOT_A_FILE", reason: "not a regular file" } };

function readFile<Result>(
  folder: string,
  { path, isFile }: FolderEntry,
  read: (image: OpenedImage, path: string) => Result,
): Outcome<Result> {
  if (!isFile) return notAFile;
  try {
    const regular = openRegularFile(folder, path);
    using file = regular.file;
    return { result: read(openImage(file, regular.info), path) };
  } catch (error) {
    return skippedBy(error);
  }
}

async function readInTurn<Result>(
  folder: string,
  { path, number }: FolderEntry,
  read: (image: OpenedImage, number: number) => Promise<Result>,
): Promise<Outcome<Result>> {
  try {
    const regular = openRegularFile(folder, path);
    using file = regular.file;
    return { result: await read(openImage(file, regular.info), number) };
  } catch (error) {
    return skippedBy(error);
  }
}

/** Throws errors that are not about the file. */
function skippedBy(error: unknown): Outcome<never> {
  if (error instanceof SkippedFileError) {
    return { skipped: { code: error.code, reason: error.reason } };
  }
  const code = systemCode(error);
  if (code === "") throw error;
  return { skipped: { code: "UNREADABLE", reason: `the file cannot be read (${code})` } };
}
