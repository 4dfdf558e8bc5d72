import { listFolders } from "../src/folder/list_folders.ts";
import { recordFolders } from "../src/database/record_folders.ts";
import { openDatabase } from "../src/database/open_database.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./bench.ts";
import { quantile } from "./quantile.ts";

const folders = 20_000;
const rounds = 7;

/** A scan of an inbox whose folders are all known Batches. */
export async function rescan(): Promise<Figure[]> {
  using directory = tempDir();
  const inbox = `${directory.path}/inbox`;
  for (let n = 0; n < folders; n++) Deno.mkdirSync(`${inbox}/ST-${n}`, { recursive: true });
  const database = await openDatabase({ stateDir: `${directory.path}/state`, connections: 2 });
  const seconds: number[] = [];
  let statements = 0;
  for (let round = 0; round <= rounds; round++) {
    const startedAt = performance.now();
    statements = 0;
    for await (const window of listFolders(inbox, 5000)) {
      const found = window.map((folder) => ({ ...folder, code: `B-${folder.uid}` }));
      await recordFolders(database.sql, found, "NEW");
      statements++;
    }
    if (round > 0) seconds.push((performance.now() - startedAt) / 1000);
  }
  await database.close();
  seconds.sort((a, b) => a - b);
  return [
    {
      what: `rescan of ${folders} known folders, median`,
      value: `${quantile(seconds, 0.5).toFixed(2)} s`,
    },
    { what: `rescan of ${folders} known folders, statements`, value: String(statements) },
  ];
}
