import { basename } from "node:path";
import type { SkippedFile } from "../model/image.ts";

/** What operating systems leave in folders. */
export const systemFiles = "Thumbs.db,desktop.ini,.DS_Store,._*";

/** Files that can be ignored are not images, whatever their names. */
const harmless: ReadonlySet<string> = new Set(["NOT_DICOM", "DICOMDIR", "EMPTY_FILE"]);

/**
 * A function for the patterns of IGNORE_FILES, separated by commas: a skipped file whose name
 * matches one, and which is no image anyway, gets the code IGNORED. `*` stands for any characters,
 * `?` for one; letter case does not matter.
 */
export function ignoring(patterns: string): (file: SkippedFile) => SkippedFile {
  const names = patterns.split(",").map((one) => one.trim()).filter((one) => one !== "");
  const isMatch = names.map(matching);
  return (file) => {
    const isIgnored = harmless.has(file.code) && isMatch.some((test) => test(basename(file.path)));
    return isIgnored ? { ...file, code: "IGNORED" } : file;
  };
}

function matching(pattern: string): (name: string) => boolean {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  const expression = new RegExp(
    `^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`,
    "isu",
  );
  return (name) => expression.test(name);
}
