import { isAbsolute, relative, resolve } from "node:path";
import { expand } from "brace-expansion";
import { IntakeError } from "../errors.ts";

/** The settings that say where the inboxes are. */
export interface BaseSettings {
  readonly dataBase: string;
  readonly dataSubfolder?: string | undefined;
  readonly dataInputFolders?: string | undefined;
  /** `--subfolder` was given as a flag, so it wins over DATA_INPUT_FOLDERS. */
  readonly subfolderFirst: boolean;
}

/**
 * The inboxes, absolute and without repetition, in order of precedence: the subfolder
 * given as a flag; else each of DATA_INPUT_FOLDERS (`/data/1_{0..7}` expands); else
 * DATA_BASE/DATA_SUBFOLDER; else DATA_BASE. Relative input folders lie below DATA_BASE.
 * Throws IntakeError SETTINGS for a subfolder or a relative folder that leads out of DATA_BASE.
 */
export function resolveBases(settings: BaseSettings): string[] {
  const { dataBase, dataSubfolder, dataInputFolders, subfolderFirst } = settings;
  if (dataSubfolder && (subfolderFirst || !dataInputFolders)) {
    return [below(dataBase, dataSubfolder, "DATA_SUBFOLDER (--subfolder)")];
  }
  if (!dataInputFolders) return [resolve(dataBase)];
  const folders = splitOutsideBraces(dataInputFolders).flatMap((pattern) => expand(pattern));
  return [
    ...new Set(
      folders.map((folder) =>
        isAbsolute(folder) ? resolve(folder) : below(dataBase, folder, "DATA_INPUT_FOLDERS")
      ),
    ),
  ];
}

/** A link may lead anywhere: someone has put it there. */
function below(dataBase: string, folder: string, variable: string): string {
  const path = resolve(dataBase, folder);
  if (!/^\.\.($|[/\\])/.test(relative(resolve(dataBase), path))) return path;
  throw new IntakeError(
    "SETTINGS",
    `${variable} ${folder} lies outside of DATA_BASE ${resolve(dataBase)}`,
    "name a folder inside of it, or set DATA_BASE, or give DATA_INPUT_FOLDERS whole paths",
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
