import { join } from "node:path";
import { fileTimeMs } from "./last_modified.ts";
import { expectedFileName, isUtf8Name, walkFolder } from "./list_files.ts";

/** A summary of all entries of a folder. Two surveys are equal if nothing changed between them. */
export interface FolderSurvey {
  readonly files: number;
  /** Total size of all files and directories. */
  readonly bytes: number;
  /** When anything inside was last written, added, renamed or removed (file system's clock). */
  readonly changedMs: number;
  /** A checksum of the sizes and times of all entries. Renaming the folder does not change it. */
  readonly checksum: number;
}

/** One entry at the time of the survey. */
export interface SurveyedEntry {
  /** Path relative to the folder; empty for the folder itself. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly size: number;
  /** When the content was last written (`mtime`), in milliseconds since the epoch. */
  readonly modifiedMs: number;
  /** When content or metadata were last changed (`ctime`), in milliseconds since the epoch. */
  readonly changedMs: number;
}

/**
 * Surveys every directory and file of a folder, and passes each to `note`, directories before their
 * content. Changes are detected by `ctime`, which copying tools cannot set. Throws Deno's error
 * (NotFound also if an entry disappears meanwhile), and RangeError if directories are nested more
 * than 32 levels deep.
 */
export function surveyFolder(
  folder: string,
  note: (entry: SurveyedEntry) => void = () => {},
): FolderSurvey {
  let files = 0;
  let bytes = 0;
  let changedMs = 0;
  let checksum = 0;
  const add = (path: string): void => {
    const entry = surveyEntry(folder, path);
    note(entry);
    changedMs = Math.max(changedMs, entry.changedMs);
    bytes += entry.size;
    // a rename sets the ctime of the folder itself, but not of its content
    const own = entry.modifiedMs + entry.size + (path === "" ? 0 : entry.changedMs);
    checksum = (checksum * 31 + own) % 2 ** 41;
  };
  add("");
  for (const { path, isDirectory } of walkFolder(folder)) {
    if (!isDirectory && path !== expectedFileName) files++;
    if (isUtf8Name(path)) add(path);
  }
  return { files, bytes, changedMs, checksum };
}

/** The current state of one entry of a folder; links are not followed. Throws Deno's error. */
export function surveyEntry(folder: string, path: string): SurveyedEntry {
  const info = Deno.lstatSync(join(folder, path));
  const { isDirectory, size } = info;
  return {
    path,
    isDirectory,
    size,
    modifiedMs: fileTimeMs(info.mtime),
    changedMs: changedMsOf(info),
  };
}

/** The runtime truncates `ctime` to seconds; if `mtime` is in the same second, it is exact. */
function changedMsOf({ ctime, mtime }: Deno.FileInfo): number {
  const modifiedMs = fileTimeMs(mtime);
  if (!ctime) return modifiedMs;
  const seconds = Math.floor(ctime.getTime() / 1000);
  return Math.floor(modifiedMs / 1000) === seconds ? modifiedMs : seconds * 1000 + 999;
}

/** A text that is equal for two surveys if nothing changed between them. */
export function surveyText({ files, bytes, checksum }: FolderSurvey): string {
  return `${files} ${bytes} ${checksum}`;
}

/** Whether nothing changed between two surveys of a folder. */
export function isSameSurvey(a: FolderSurvey, b: FolderSurvey): boolean {
  return Number.isFinite(a.checksum) && surveyText(a) === surveyText(b);
}
