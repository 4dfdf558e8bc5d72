import type { FolderTable } from "./directions.ts";

/** Every folder of the program, and what it may import. */
export const folderTable: FolderTable = {};
