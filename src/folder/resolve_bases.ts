import { expand } from "brace-expansion";
import { isAbsolute, relative, resolve } from "node:path";
import { IntakeError } from "../model/errors.ts";

/** The settings that determine the inboxes. */
export interface BaseSettings {
  readonly dataBase: string;
  readonly dataSubfolder?: string | undefined;
  readonly dataInputFolders?: string | undefined;
  /** `--subfolder` was given as a flag, so it wins over DATA_INPUT_FOLDERS. */
  readonly subfolderFirst: boolean;
}

/**
 * The absolute paths of the inboxes without repetition: the subfolder if it was given as a flag;
 * otherwise DATA_INPUT_FOLDERS if set (braces as in `/data/1_{0..7}` are expanded); otherwise
 * DATA_BASE/DATA_SUBFOLDER if set; otherwise DATA_BASE. Relative input folders are below DATA_BASE.
 * Throws IntakeError SETTINGS if a subfolder or a relative folder is outside of DATA_BASE.
 */
export function resolveBases(settings: BaseSettings): string[] {
  const { dataBase, dataSubfolder, dataInputFolders, subfolderFirst } = settings;
  if (dataSubfolder && (subfolderFirst || !dataInputFolders)) {
    return [belowBase(dataBase, dataSubfolder, "DATA_SUBFOLDER (--subfolder)")];
  }
  if (!dataInputFolders) return [resolve(dataBase)];
  const folders = splitOutsideBraces(dataInputFolders).flatMap((pattern) => expand(pattern));
  return [
    ...new Set(
      folders.map((folder) =>
        isAbsolute(folder) ? resolve(folder) : belowBase(dataBase, folder, "DATA_INPUT_FOLDERS")
      ),
    ),
  ];
}

/** The path of a folder below DATA_BASE. Links are not resolved: they may lead anywhere. */
function belowBase(dataBase: string, folder: string, variable: string): string {
  const path = resolve(dataBase, folder);
  if (!/^\.\.($|[/\\])/.test(relative(resolve(dataBase), path))) return path;
  throw new IntakeError(
    "SETTINGS",
    `${variable} ${folder} is outside of DATA_BASE ${resolve(dataBase)}`,
    "use a folder inside DATA_BASE, change DATA_BASE, or use absolute paths in DATA_INPUT_FOLDERS",
  );
}

function splitOutsideBraces(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    if (letter === "{") depth++;
    if (letter === "}") depth--;
    if (letter === "," && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + letter);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
