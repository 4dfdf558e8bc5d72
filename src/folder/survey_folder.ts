import { join } from "node:path";
import { expectedFileName } from "./expected_file_name.ts";
import { isNamedAsText } from "./is_named_as_text.ts";
import { walkFolder } from "./list_files.ts";
import { timeOf } from "./time_of.ts";

/** What a look at every entry of a folder shows; equal when nothing happened in between. */
export interface FolderSurvey {
  readonly files: number;
  /** Of all files and directories together. */
  readonly bytes: number;
  /** When anything inside was last written, added, renamed or removed, by its file system's clock. */
  readonly touchedMs: number;
  /** Stands for the sizes and times of all entries. */
  readonly checksum: number;
}

/**
 * Looks at every directory and file of a folder. They are judged by `ctime`, which no copying
 * tool can set, neither back to the original's nor ahead. Throws Deno's error, NotFound also when
 * an entry vanishes meanwhile, and RangeError below 32 levels of directories.
 */
export function surveyFolder(folder: string): FolderSurvey {
  let files = 0;
  let bytes = 0;
  let touchedMs = 0;
  let checksum = 0;
  const look = (path: string): void => {
    const info = Deno.lstatSync(path);
    touchedMs = Math.max(touchedMs, touched(info));
    const own = timeOf(info.mtime) + touched(info) + info.size;
    bytes += info.size;
    checksum = (checksum * 31 + own) % 2 ** 41;
  };
  look(folder);
  for (const { path, isDirectory } of walkFolder(folder)) {
    if (!isDirectory && path !== expectedFileName) files++;
    if (isNamedAsText(path)) look(join(folder, path));
  }
  return { files, bytes, touchedMs, checksum };
}

/** The runtime cuts `ctime` down to whole seconds: `mtime` within that second is exact. */
function touched({ ctime, mtime }: Deno.FileInfo): number {
  const modifiedMs = timeOf(mtime);
  if (!ctime) return modifiedMs;
  const seconds = Math.floor(ctime.getTime() / 1000);
  return Math.floor(modifiedMs / 1000) === seconds ? modifiedMs : seconds * 1000 + 999;
}

/** What two surveys have in common as long as nothing happened in between. */
export function surveyText({ files, touchedMs, checksum }: FolderSurvey): string {
  return `${files} ${touchedMs} ${checksum}`;
}

/** Whether two surveys of a folder show the same. */
export function isSameSurvey(a: FolderSurvey, b: FolderSurvey): boolean {
  return Number.isFinite(a.checksum) && surveyText(a) === surveyText(b);
}
