import { join } from "node:path";
import { expectedFileName } from "./expected_file_name.ts";
import { isUtf8Name } from "./is_utf8_name.ts";
import { walkFolder } from "./list_files.ts";
import { fileTimeMs } from "./file_time_ms.ts";

/** What a look at every entry of a folder shows; equal when nothing happened in between. */
export interface FolderSurvey {
  readonly files: number;
  /** Of all files and directories together. */
  readonly bytes: number;
  /** When anything inside was last written, added, renamed or removed, by its file system's clock. */
  readonly changedMs: number;
  /** Stands for the sizes and times of all entries, and is the same when the folder is renamed. */
  readonly checksum: number;
}

/** One entry as a survey saw it. */
export interface SurveyedEntry {
  /** Path relative to the folder; empty for the folder itself. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly size: number;
  /** In milliseconds since the epoch: when its content was written, and when anything about it was. */
  readonly modifiedMs: number;
  readonly changedMs: number;
}

/**
 * Looks at every directory and file of a folder, and passes each to `note`, directories before
 * what they hold. They are judged by `ctime`, which no copying tool can set, neither back to the
 * original's nor ahead. Throws Deno's error, NotFound also when an entry vanishes meanwhile, and
 * RangeError below 32 levels of directories.
 */
export function surveyFolder(
  folder: string,
  note: (entry: SurveyedEntry) => void = () => {},
): FolderSurvey {
  let files = 0;
  let bytes = 0;
  let changedMs = 0;
  let checksum = 0;
  const look = (path: string): void => {
    const entry = surveyEntry(folder, path);
    note(entry);
    changedMs = Math.max(changedMs, entry.changedMs);
    bytes += entry.size;
    // a rename sets the ctime of the folder itself, and of nothing in it
    const own = entry.modifiedMs + entry.size + (path === "" ? 0 : entry.changedMs);
    checksum = (checksum * 31 + own) % 2 ** 41;
  };
  look("");
  for (const { path, isDirectory } of walkFolder(folder)) {
    if (!isDirectory && path !== expectedFileName) files++;
    if (isUtf8Name(path)) look(path);
  }
  return { files, bytes, changedMs, checksum };
}

/** One entry of a folder, as it is now; links are not followed. Throws Deno's error. */
export function surveyEntry(folder: string, path: string): SurveyedEntry {
  const info = Deno.lstatSync(join(folder, path));
  const { isDirectory, size } = info;
  return { path, isDirectory, size, modifiedMs: fileTimeMs(info.mtime), changedMs: touched(info) };
}

/** The runtime cuts `ctime` down to whole seconds: `mtime` within that second is exact. */
function touched({ ctime, mtime }: Deno.FileInfo): number {
  const modifiedMs = fileTimeMs(mtime);
  if (!ctime) return modifiedMs;
  const seconds = Math.floor(ctime.getTime() / 1000);
  return Math.floor(modifiedMs / 1000) === seconds ? modifiedMs : seconds * 1000 + 999;
}

/** What two surveys have in common as long as nothing happened in between. */
export function surveyText({ files, bytes, checksum }: FolderSurvey): string {
  return `${files} ${bytes} ${checksum}`;
}

/** Whether two surveys of a folder show the same. */
export function isSameSurvey(a: FolderSurvey, b: FolderSurvey): boolean {
  return Number.isFinite(a.checksum) && surveyText(a) === surveyText(b);
}
