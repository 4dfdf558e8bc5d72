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
  openable(folder, () => Deno.readDirSync(folder)[Symbol.iterator]().next());
  for (const entry of listFiles(folder)) yield { ...entry, ...readFile(folder, entry, read) };
}

function readFile<Result>(
  folder: string,
  { path, isFile }: FolderEntry,
  read: (image: OpenedImage, path: string) => Result,
): Outcome<Result> {
  if (!isFile) return { skipped: { code: "NOT_A_FILE", reason: "not a regular file" } };
  try {
    const regular = openRegularFile(folder, path);
    using file = regular.file;
    return { result: read(openImage(file, regular.info), path) };
  } catch (error) {
    if (error instanceof SkippedFileError) {
      return { skipped: { code: error.code, reason: error.reason } };
    }
    const code = systemCode(error);
    if (code === "") throw error;
    return { skipped: { code: "UNREADABLE", reason: `the file cannot be read (${code})` } };
  }
}
