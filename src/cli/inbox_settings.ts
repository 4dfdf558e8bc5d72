import { z } from "zod";
import { systemFiles } from "../folder/ignored_files.ts";
import { setting } from "./setting_meta.ts";

const path = z.string().min(1, "is empty");

/** Which folders become Batches, and which of their files need no attention. */
export const inboxSettings = {
  dataBase: setting(
    path.default("inbox"),
    "DATA_BASE",
    "dir",
    "the inbox: every finished folder in it becomes a Batch",
  ),
  dataSubfolder: setting(
    path.optional(),
    "DATA_SUBFOLDER",
    "name",
    "use DATA_BASE/<name> as the inbox; as a flag it also overrides DATA_INPUT_FOLDERS",
    { flag: "subfolder" },
  ),
  dataInputFolders: setting(
    path.optional(),
    "DATA_INPUT_FOLDERS",
    "dirs",
    "several inboxes, separated by commas; braces are expanded, as in /data/1_{0..7}",
  ),
  ignoreFiles: setting(
    z.string().default(systemFiles),
    "IGNORE_FILES",
    "names",
    "names of files that need no attention if they are not images, separated by commas; * and ? " +
      "stand for other characters",
  ),
};
